import ipaddr from "ipaddr.js";
import type { Env } from "@/env";
import { type NameServer, NameServerError } from "@/lib/name-server";
import { dkimOf, dmarcOf, spfOf } from "./dns-records";

/** One thing that was looked at. */
export type Finding = {
  level: "ok" | "warning" | "to do";
  about: string;
  /** What was found, and what to do where there is something to do */
  says: string;
};

const domainOf = (address: string) =>
  /@([^\s<>@]+?)\.?>?\s*$/.exec(address)?.[1]?.toLowerCase() ?? "localhost";

const isPublic = (address: string) => ipaddr.parse(address).range() === "unicast";

/** The addresses from which the mail server sends, as far as its name tells; a relay may have others. */
async function sendersOf(dns: NameServer, smtpUrl: string | undefined): Promise<string[]> {
  const host = smtpUrl ? new URL(smtpUrl).hostname.replace(/^\[(.*)\]$/, "$1") : "";
  const all = ipaddr.isValid(host) ? [host] : host ? await dns.addresses(host) : [];
  return all.filter(isPublic);
}

/** The name of an address leads back to it: the first thing that receivers ask. */
async function reverseOf(dns: NameServer, address: string): Promise<Finding> {
  const about = `PTR of ${address}`;
  const names = await dns.names(address);
  if (names.length === 0) {
    const says =
      "there is none: ask the provider of the address to set it to the mail server's name";
    return { level: "to do", about, says };
  }
  for (const name of names) {
    const back = await dns.addresses(name);
    if (back.some((one) => ipaddr.parse(one).toString() === ipaddr.parse(address).toString())) {
      return { level: "ok", about, says: `${name}, which leads back to it` };
    }
  }
  const says = `${names[0]} doesn't lead back to ${address}: let its A or AAAA record do so`;
  return { level: "to do", about, says };
}

async function returnsOf(dns: NameServer, bounces: string | undefined): Promise<Finding> {
  const about = "MAIL_BOUNCES";
  if (!bounces) {
    const says = "is not set: mails come back to MAIL_FROM, where nobody reads whose they were";
    return { level: "warning", about, says };
  }
  const domain = domainOf(bounces);
  const servers = await dns.mailServers(domain);
  const isThere = servers.length === 0 && (await dns.addresses(domain)).length > 0;
  if (servers.some(Boolean) || isThere) {
    const at = servers.find(Boolean) ?? domain;
    return {
      level: "ok",
      about,
      says: `${at} takes what comes back; let it take ${bounces.replace("@", "+anything@")} too`,
    };
  }
  const says = `${domain} takes no mail: put MX ${domain} with your mail server's name into the DNS`;
  return { level: "to do", about, says };
}

function linksOf(siteUrl: string): Finding {
  const about = "List-Unsubscribe";
  return siteUrl.startsWith("https:")
    ? { level: "ok", about, says: "one click leaves, by https" }
    : {
        level: "to do",
        about,
        says: `mail programs offer it by https only: SITE_URL is ${siteUrl}`,
      };
}

export type Patient = {
  settings: Pick<Env, "smtpUrl" | "mailFrom" | "mail" | "siteUrl">;
  dns: NameServer;
  /** What logging in to the mail server came to */
  login: Finding;
  /** The file of DKIM_KEY, or null where it can't be read */
  dkimKey: string | null;
};

/** A DNS that doesn't answer is a finding of its own, and stops none of the others. */
async function looked(about: string, look: () => Promise<Finding | Finding[]>): Promise<Finding[]> {
  try {
    return [await look()].flat();
  } catch (error) {
    if (!(error instanceof NameServerError)) throw error;
    return [{ level: "warning", about, says: `can't be told: ${error.message}` }];
  }
}

/** All that receivers ask before they take a digest, in the order in which they do. */
export async function examine({ settings, dns, login, dkimKey }: Patient): Promise<Finding[]> {
  const { smtpUrl, mailFrom, mail, siteUrl } = settings;
  const from = domainOf(mailFrom);
  const returned = mail.bounces ? domainOf(mail.bounces) : from;
  const findings = [login];
  let senders: string[] = [];
  const addresses = await looked("the mail server's address", async () => {
    senders = await sendersOf(dns, smtpUrl);
    if (senders.length > 0) return [];
    const says =
      "SMTP_URL names none that the world sees: look up SPF and PTR of the one from which the mail server sends";
    return { level: "warning", about: "the mail server's address", says };
  });
  findings.push(...addresses);
  for (const domain of senders.length > 0 ? new Set([from, returned]) : []) {
    findings.push(...(await looked(`SPF of ${domain}`, () => spfOf(dns, domain, senders))));
  }
  findings.push(...(await looked("DKIM", () => dkimOf(dns, mail.dkim, dkimKey))));
  const domains = { from, signed: mail.dkim?.domain.toLowerCase(), returned };
  findings.push(...(await looked(`DMARC of ${from}`, () => dmarcOf(dns, domains))));
  for (const sender of senders) {
    findings.push(...(await looked(`PTR of ${sender}`, () => reverseOf(dns, sender))));
  }
  findings.push(...(await looked("MAIL_BOUNCES", () => returnsOf(dns, mail.bounces))));
  return [...findings, linksOf(siteUrl)];
}
