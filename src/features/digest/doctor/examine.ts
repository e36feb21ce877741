import ipaddr from "ipaddr.js";
import type { Env } from "@/env";
import { type NameServer, NameServerError } from "@/lib/name-server";
import { checkDkim, checkDmarc, checkSpf } from "./dns-records";
import type { Finding } from "./finding";

const extractDomain = (address: string) =>
  /@([^\s<>@]+?)\.?>?\s*$/.exec(address)?.[1]?.toLowerCase() ?? "localhost";

const isPublic = (address: string) => ipaddr.parse(address).range() === "unicast";

/** The addresses from which the mail server sends, as far as its name tells; a relay may have others. */
async function listSenderAddresses(
  dns: NameServer,
  smtpUrl: string | undefined,
): Promise<string[]> {
  const host = smtpUrl ? new URL(smtpUrl).hostname.replace(/^\[(.*)\]$/, "$1") : "";
  const all = ipaddr.isValid(host) ? [host] : host ? await dns.resolveAddresses(host) : [];
  return all.filter(isPublic);
}

/** The name of an address leads back to it: the first thing that receivers ask. */
async function checkReverseDns(dns: NameServer, address: string): Promise<Finding> {
  const subject = `PTR of ${address}`;
  const names = await dns.resolvePtr(address);
  if (names.length === 0) {
    const message =
      "there is none: ask the provider of the address to set it to the mail server's name";
    return { level: "to do", subject, message };
  }
  for (const name of names) {
    const back = await dns.resolveAddresses(name);
    if (back.some((one) => ipaddr.parse(one).toString() === ipaddr.parse(address).toString())) {
      return { level: "ok", subject, message: `${name}, which leads back to it` };
    }
  }
  const message = `${names[0]} doesn't lead back to ${address}: let its A or AAAA record do so`;
  return { level: "to do", subject, message };
}

async function checkBounceAddress(dns: NameServer, bounces: string | undefined): Promise<Finding> {
  const subject = "MAIL_BOUNCES";
  if (!bounces) {
    const message = "is not set: mails come back to MAIL_FROM, where nobody reads whose they were";
    return { level: "warning", subject, message };
  }
  const domain = extractDomain(bounces);
  const servers = await dns.resolveMailServers(domain);
  const isThere = servers.length === 0 && (await dns.resolveAddresses(domain)).length > 0;
  if (servers.some(Boolean) || isThere) {
    const at = servers.find(Boolean) ?? domain;
    return {
      level: "ok",
      subject,
      message: `${at} takes what comes back; let it take ${bounces.replace("@", "+anything@")} too`,
    };
  }
  const message = `${domain} takes no mail: put MX ${domain} with your mail server's name into the DNS`;
  return { level: "to do", subject, message };
}

function checkUnsubscribeLink(siteUrl: string): Finding {
  const subject = "List-Unsubscribe";
  return siteUrl.startsWith("https:")
    ? { level: "ok", subject, message: "one click leaves, by https" }
    : {
        level: "to do",
        subject,
        message: `mail programs offer it by https only: SITE_URL is ${siteUrl}`,
      };
}

export type MailSetup = {
  settings: Pick<Env, "smtpUrl" | "mailFrom" | "mail" | "siteUrl">;
  dns: NameServer;
  /** What logging in to the mail server came to */
  login: Finding;
  /** The file of DKIM_KEY, or null where it can't be read */
  dkimKey: string | null;
};

/** A DNS that doesn't answer is a finding of its own, and stops none of the others. */
async function orDnsFailure(
  subject: string,
  look: () => Promise<Finding | Finding[]>,
): Promise<Finding[]> {
  try {
    return [await look()].flat();
  } catch (error) {
    if (!(error instanceof NameServerError)) throw error;
    return [{ level: "warning", subject, message: `can't be told: ${error.message}` }];
  }
}

/** All that receivers ask before they take a digest, in the order in which they do. */
export async function examine({ settings, dns, login, dkimKey }: MailSetup): Promise<Finding[]> {
  const { smtpUrl, mailFrom, mail, siteUrl } = settings;
  const from = extractDomain(mailFrom);
  const returned = mail.bounces ? extractDomain(mail.bounces) : from;
  const findings = [login];
  let senders: string[] = [];
  const addresses = await orDnsFailure("the mail server's address", async () => {
    senders = await listSenderAddresses(dns, smtpUrl);
    if (senders.length > 0) return [];
    const message =
      "SMTP_URL names none that the world sees: look up SPF and PTR of the one from which the mail server sends";
    return { level: "warning", subject: "the mail server's address", message };
  });
  findings.push(...addresses);
  for (const domain of senders.length > 0 ? new Set([from, returned]) : []) {
    findings.push(
      ...(await orDnsFailure(`SPF of ${domain}`, () => checkSpf(dns, domain, senders))),
    );
  }
  findings.push(...(await orDnsFailure("DKIM", () => checkDkim(dns, mail.dkim, dkimKey))));
  const domains = { from, signed: mail.dkim?.domain.toLowerCase(), returned };
  findings.push(...(await orDnsFailure(`DMARC of ${from}`, () => checkDmarc(dns, domains))));
  for (const sender of senders) {
    findings.push(...(await orDnsFailure(`PTR of ${sender}`, () => checkReverseDns(dns, sender))));
  }
  findings.push(
    ...(await orDnsFailure("MAIL_BOUNCES", () => checkBounceAddress(dns, mail.bounces))),
  );
  return [...findings, checkUnsubscribeLink(siteUrl)];
}
