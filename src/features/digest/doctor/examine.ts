import ipaddr from "ipaddr.js";
import type { Env } from "@/env";
import { type NameServer, NameServerError } from "@/lib/email/name-server";
import { checkDkim, checkDmarc, checkSpf } from "./dns-records";
import { createFindings, type Finding } from "./finding";

type MailSetup = {
  settings: Pick<Env, "smtpUrl" | "mailFrom" | "mail" | "siteUrl">;
  dns: NameServer;
  /** The result of `checkSmtpLogin` */
  login: Finding;
  /** The content of the file DKIM_KEY, or null if it can't be read */
  dkimKey: string | null;
};

/** Examines the mail setup as receivers do before they accept a digest, in the same order. */
export async function examine({ settings, dns, login, dkimKey }: MailSetup): Promise<Finding[]> {
  const { smtpUrl, mailFrom, mail, siteUrl } = settings;
  const from = extractDomain(mailFrom);
  const returned = mail.bounces ? extractDomain(mail.bounces) : from;
  const findings = [login];

  const serverAddress = createFindings("the mail server's address");
  let senders: string[] = [];
  findings.push(
    ...(await orDnsFailure(serverAddress, async () => {
      senders = await listSenderAddresses(dns, smtpUrl);
      if (senders.length > 0) return [];
      return serverAddress.warning(
        "SMTP_URL names no public address: check SPF and PTR yourself for the address from which your mail server sends",
      );
    })),
  );

  if (senders.length > 0) {
    for (const domain of new Set([from, returned])) {
      const spf = createFindings(`SPF of ${domain}`);
      findings.push(...(await orDnsFailure(spf, () => checkSpf(dns, domain, senders))));
    }
  }
  findings.push(
    ...(await orDnsFailure(createFindings("DKIM"), () => checkDkim(dns, mail.dkim, dkimKey))),
  );
  const domains = { from, signed: mail.dkim?.domain.toLowerCase(), returned };
  findings.push(
    ...(await orDnsFailure(createFindings(`DMARC of ${from}`), () => checkDmarc(dns, domains))),
  );
  for (const sender of senders) {
    const ptr = createFindings(`PTR of ${sender}`);
    findings.push(...(await orDnsFailure(ptr, () => checkReverseDns(dns, sender))));
  }
  findings.push(
    ...(await orDnsFailure(createFindings("MAIL_BOUNCES"), () =>
      checkBounceAddress(dns, mail.bounces),
    )),
  );
  findings.push(checkUnsubscribeLink(siteUrl));
  return findings;
}

/** Returns the findings of a check. If the DNS does not answer, that is a warning, and the other checks go on. */
async function orDnsFailure(
  { warning }: ReturnType<typeof createFindings>,
  check: () => Promise<Finding | Finding[]>,
): Promise<Finding[]> {
  try {
    return [await check()].flat();
  } catch (error) {
    if (!(error instanceof NameServerError)) throw error;
    return [warning(`can't be checked: ${error.message}`)];
  }
}

const extractDomain = (address: string) =>
  /@([^\s<>@]+?)\.?>?\s*$/.exec(address)?.[1]?.toLowerCase() ?? "localhost";

const isPublic = (address: string) => ipaddr.parse(address).range() === "unicast";

/** Lists the public addresses of the mail server's name. A relay may send from others. */
async function listSenderAddresses(
  dns: NameServer,
  smtpUrl: string | undefined,
): Promise<string[]> {
  if (!smtpUrl) return [];
  // An IPv6 address has brackets in a URL.
  const host = new URL(smtpUrl).hostname.replace(/^\[(.*)\]$/, "$1");
  if (host === "") return [];
  const addresses = ipaddr.isValid(host) ? [host] : await dns.resolveAddresses(host);
  return addresses.filter(isPublic);
}

/** Checks that an address has a name that resolves to it: receivers check this first. */
async function checkReverseDns(dns: NameServer, address: string): Promise<Finding> {
  const { ok, toDo } = createFindings(`PTR of ${address}`);
  const names = await dns.resolvePtr(address);
  if (names.length === 0) {
    return toDo(
      "no record found: ask the provider of the address to set it to the mail server's name",
    );
  }
  const normalized = ipaddr.parse(address).toString();
  for (const name of names) {
    const addresses = await dns.resolveAddresses(name);
    if (addresses.some((one) => ipaddr.parse(one).toString() === normalized)) {
      return ok(`${name}, which resolves to the address`);
    }
  }
  return toDo(`${names[0]} does not resolve to ${address}: correct its A or AAAA record`);
}

/** Checks that a mail server accepts bounces. */
async function checkBounceAddress(dns: NameServer, bounces: string | undefined): Promise<Finding> {
  const { ok, warning, toDo } = createFindings("MAIL_BOUNCES");
  if (!bounces) {
    return warning("is not set: bounces go to MAIL_FROM and are not matched to subscribers");
  }
  const domain = extractDomain(bounces);
  const servers = await dns.resolveMailServers(domain);
  // A domain without MX receives email at its own address (RFC 5321, 5.1); one with an empty MX receives none.
  const receivesWithoutMx = servers.length === 0 && (await dns.resolveAddresses(domain)).length > 0;
  const receiver = servers.find(Boolean) ?? (receivesWithoutMx ? domain : undefined);
  if (!receiver) {
    return toDo(
      `${domain} receives no email: add MX ${domain} with your mail server's name to the DNS`,
    );
  }
  const example = bounces.replace("@", "+anything@");
  return ok(`${receiver} receives bounces; make sure that it also accepts ${example}`);
}

/** Checks that mail programs offer the one-click unsubscribe of RFC 8058. */
function checkUnsubscribeLink(siteUrl: string): Finding {
  const { ok, toDo } = createFindings("List-Unsubscribe");
  if (siteUrl.startsWith("https:")) return ok("subscribers can unsubscribe with one click");
  return toDo(
    `mail programs offer one-click unsubscribe only over https, and SITE_URL is ${siteUrl}`,
  );
}
