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

/** Whether Postfix can be tested here: its processes change their user, which only root may do. */
export const hasPostfix = existsSync("/usr/sbin/postfix") && process.getuid?.() === 0;

/** Postfix ends by itself after this time, even if the test is killed. */
const MAX_SECONDS = 120;

const getAccount = (name: string) => ({
  uid: Number(execFileSync("id", ["-u", name])),
  gid: Number(execFileSync("id", ["-g", name])),
});

const getDefault = (name: string) =>
  execFileSync("postconf", ["-d", "-h", name], { encoding: "utf8" }).trim();

/** Configures delivery into maildirs below the folder, for these names at example.org only. */
function configure(folder: string, port: number, names: string[]): void {
  const { uid, gid } = getAccount("nobody");
  const mailboxes = names.map((name) => `${name}@example.org=${name}/`).join(" ");
  const main = {
    compatibility_level: "3.6",
    queue_directory: `${folder}/queue`,
    data_directory: `${folder}/data`,
    daemon_directory: getDefault("daemon_directory"),
    command_directory: getDefault("command_directory"),
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
  const postfix = getAccount(getDefault("mail_owner"));
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
  /** Waits for emails in a mailbox, and returns them raw. */
  mailbox(name: string): Promise<string[]>;
  stop(): Promise<void>;
};

/**
 * Starts Debian's Postfix on a free port, with its own configuration, queue and mailboxes.
 * (OpenSMTPD has the paths of its queue and control socket compiled in, so a second one cannot run.)
 */
export async function startPostfix(names: string[]): Promise<Postfix> {
  const folder = mkdtempSync(path.join(tmpdir(), "daily-papers-postfix-"));
  // Postfix's own users need to enter it.
  chmodSync(folder, 0o755);
  const port = await findFreePort();
  configure(folder, port, names);
  const etc = path.join(folder, "etc");
  // Creates the queue's folders.
  execFileSync("postfix", ["-c", etc, "check"], { stdio: "pipe" });
  const master = path.join(getDefault("daemon_directory"), "master");
  const child = spawn(master, ["-c", etc, "-d", "-e", String(MAX_SECONDS)], { stdio: "ignore" });
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
