import { Resolver } from "node:dns/promises";
import { readFileSync } from "node:fs";
import { EnvError, env } from "@/env";
import { examine } from "@/features/digest/doctor/examine";
import { checkSmtpLogin } from "@/features/digest/doctor/smtp-login";
import { SECOND } from "@/lib/duration";
import { openNameServer } from "@/lib/email/name-server";

const USAGE = `Checks what receivers of the digest check, and prints the DNS records to add.

  npm run doctor mail                     checks SMTP login, SPF, DKIM, DMARC, PTR and the bounce address
  npm run doctor mail 192.0.2.53[:port]   asks this name server`;

function readDkimKey(file: string | undefined): string | null {
  try {
    return file ? readFileSync(file, "utf8") : null;
  } catch {
    return null;
  }
}

/** Prints each finding as a line. The exit code is 1 if there is something to do. */
async function examineMail(nameServer: string | undefined): Promise<void> {
  const settings = env();
  const resolver = new Resolver({ timeout: 5 * SECOND, tries: 2 });
  if (nameServer) resolver.setServers([nameServer]);
  const findings = await examine({
    settings,
    dns: openNameServer(resolver),
    login: await checkSmtpLogin(settings.smtpUrl),
    dkimKey: readDkimKey(settings.mail.dkim?.keyFile),
  });
  for (const { level, subject, message } of findings) {
    console.log(`${level.padEnd(8)} ${subject}: ${message}`);
  }
  if (findings.some(({ level }) => level === "to do")) process.exitCode = 1;
}

const [topic, nameServer] = process.argv.slice(2);
if (topic !== "mail") {
  console.error(USAGE);
  process.exitCode = topic === "--help" ? 0 : 1;
} else {
  try {
    await examineMail(nameServer);
  } catch (error) {
    console.error(error instanceof EnvError ? error.message : `The check failed: ${error}`);
    process.exitCode = 1;
  }
}
