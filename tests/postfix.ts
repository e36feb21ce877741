import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { findFreePort } from "./e2e/site";

/** Postfix's own processes change their user: only root may start them. */
export const hasPostfix = existsSync("/usr/sbin/postfix") && process.getuid?.() === 0;

/** Ends by itself after so many seconds, whatever becomes of the test. */
const LIFE = 120;

const accountOf = (name: string) => ({
  uid: Number(execFileSync("id", ["-u", name])),
  gid: Number(execFileSync("id", ["-g", name])),
});

const setting = (name: string) =>
  execFileSync("postconf", ["-d", "-h", name], { encoding: "utf8" }).trim();

/** Delivers into maildirs below the folder, for these names at example.org and nobody else, and nowhere else. */
function configure(folder: string, port: number, names: string[]): void {
  const { uid, gid } = accountOf("nobody");
  const mailboxes = names.map((name) => `${name}@example.org=${name}/`).join(" ");
  const main = {
    compatibility_level: "3.6",
    queue_directory: `${folder}/queue`,
    data_directory: `${folder}/data`,
    daemon_directory: setting("daemon_directory"),
    command_directory: setting("command_directory"),
    myhostname: "mail.example.org",
    mydestination: "",
    inet_interfaces: "127.0.0.1",
    inet_protocols: "ipv4",
    maillog_file: `${folder}/data/log`,
    maillog_file_prefixes: folder,
    alias_maps: "",
    virtual_mailbox_domains: "example.org",
    virtual_mailbox_base: `${folder}/mail`,
    virtual_mailbox_maps: `inline:{ ${mailboxes} }`,
    virtual_uid_maps: `static:${uid}`,
    virtual_gid_maps: `static:${gid}`,
    smtpd_relay_restrictions: "reject_unauth_destination",
    default_transport: "error:no mail leaves this test",
    disable_dns_lookups: "yes",
  };
  const services = [
    `127.0.0.1:${port} inet n - n - - smtpd`,
    "cleanup unix n - n - 0 cleanup",
    "qmgr unix n - n 300 1 qmgr",
    "rewrite unix - - n - - trivial-rewrite",
    ...["bounce", "defer", "trace"].map((name) => `${name} unix - - n - 0 bounce`),
    "error unix - - n - - error",
    "virtual unix - n n - - virtual",
    "anvil unix - - n - 1 anvil",
    "proxymap unix - - n - - proxymap",
    "postlog unix-dgram n - n - 1 postlogd",
  ];
  for (const name of ["etc", "queue", "data", "mail"]) mkdirSync(path.join(folder, name));
  const postfix = accountOf(setting("mail_owner"));
  chownSync(path.join(folder, "data"), postfix.uid, postfix.gid);
  chownSync(path.join(folder, "mail"), uid, gid);
  const lines = Object.entries(main).map(([name, value]) => `${name} = ${value}\n`);
  writeFileSync(path.join(folder, "etc/main.cf"), lines.join(""));
  writeFileSync(path.join(folder, "etc/master.cf"), `${services.join("\n")}\n`);
}

async function waitForPort(port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const socket = connect(port, "127.0.0.1");
    const answers = await Promise.race([
      once(socket, "data").then(() => true),
      once(socket, "error").then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (answers) return;
    await setTimeout(50);
  }
  throw new Error("Postfix doesn't answer");
}

export type Postfix = {
  /** For SMTP_URL */
  url: string;
  /** Waits for the mails in somebody's mailbox, raw. */
  mailbox(name: string): Promise<string[]>;
  stop(): Promise<void>;
};

/**
 * Debian's Postfix, run by hand with a configuration, a queue and mailboxes of its own on a free
 * port. (OpenSMTPD's queue and control socket are compiled in: it can't run beside the machine's.)
 */
export async function startPostfix(names: string[]): Promise<Postfix> {
  const folder = mkdtempSync(path.join(tmpdir(), "daily-papers-postfix-"));
  // Postfix's own users work in it.
  chmodSync(folder, 0o755);
  const port = await findFreePort();
  configure(folder, port, names);
  const etc = path.join(folder, "etc");
  // Creates the folders of the queue.
  execFileSync("postfix", ["-c", etc, "check"], { stdio: "pipe" });
  const master = path.join(setting("daemon_directory"), "master");
  const child = spawn(master, ["-c", etc, "-d", "-e", String(LIFE)], { stdio: "ignore" });
  const ended = once(child, "exit");
  await waitForPort(port);
  return {
    url: `smtp://127.0.0.1:${port}`,
    async mailbox(name) {
      const box = path.join(folder, "mail", name, "new");
      for (let tries = 0; tries < 200 && !existsSync(box); tries += 1) await setTimeout(50);
      return readdirSync(box).map((file) => readFileSync(path.join(box, file), "utf8"));
    },
    async stop() {
      child.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
