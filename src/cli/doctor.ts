import { Resolver } from "node:dns/promises";
import { readFileSync } from "node:fs";
import { EnvError, env } from "@/env";
import { examine } from "@/features/digest/doctor/examine";
import { checkSmtpLogin } from "@/features/digest/doctor/smtp-login";
import { openNameServer } from "@/lib/name-server";

const USAGE = `Looks at what receivers of the digest look at, and says what to put into the DNS.

  npm run doctor mail                     SMTP login, SPF, DKIM, DMARC, PTR, where mails come back to
  npm run doctor mail 192.0.2.53[:port]   asks this name server`;

function readKey(file: string | undefined): string | null {
  try {
    return file ? readFileSync(file, "utf8") : null;
  } catch {
    return null;
  }
}

async function examineMail(server: string | undefined): Promise<void> {
  const settings = env();
  const resolver = new Resolver({ timeout: 5000, tries: 2 });
  if (server) resolver.setServers([server]);
  const findings = await examine({
    settings,
    dns: openNameServer(resolver),
    login: await checkSmtpLogin(settings.smtpUrl),
    dkimKey: readKey(settings.mail.dkim?.keyFile),
  });
  for (const { level, subject, message } of findings) {
    console.log(`${level.padEnd(8)} ${subject}: ${message}`);
  }
  if (findings.some(({ level }) => level === "to do")) process.exitCode = 1;
}

const [what, server] = process.argv.slice(2);
if (what !== "mail") {
  console.error(USAGE);
  process.exitCode = what === "--help" ? 0 : 1;
} else {
  try {
    await examineMail(server);
  } catch (error) {
    console.error(error instanceof EnvError ? error.message : `Stopped: ${error}`);
    process.exitCode = 1;
  }
}
