import { createSocket } from "node:dgram";
import { Resolver } from "node:dns/promises";
import { once } from "node:events";
import { type Answer, decode, encode } from "dns-packet";
import { onTestFinished } from "vitest";
import { type NameServer, openNameServer } from "@/lib/email/name-server";

/** Records by name, as `TXT v=spf1 -all`, `A 192.0.2.1`, `AAAA …`, `MX 10 mx.example.org`, `PTR …`. */
export type Zone = Record<string, string[]>;

function toAnswer(name: string, record: string): Answer {
  const [type = "", ...words] = record.split(" ");
  const data = words.join(" ");
  if (type === "MX") {
    const [preference = "0", exchange = ""] = words;
    return { type, name, data: { preference: Number(preference), exchange } };
  }
  if (type === "A" || type === "AAAA" || type === "PTR") return { type, name, data };
  // A TXT record consists of strings of at most 255 bytes.
  if (type === "TXT") return { type, name, data: data.match(/.{1,255}/gs) ?? [""] };
  throw new Error(`no record of type ${type}`);
}

/** Starts a real name server on this machine for one test. If the zone is null, it never answers. */
export async function serveNames(zone: Zone | null): Promise<NameServer> {
  const socket = createSocket("udp4");
  socket.on("message", (message, { port, address }) => {
    const { id, questions } = decode(message);
    const [question] = questions ?? [];
    if (!zone || !question) return;
    const name = question.name.toLowerCase();
    const known = zone[name];
    const answers = (known ?? [])
      .filter((record) => record.startsWith(`${question.type} `))
      .map((record) => toAnswer(question.name, record));
    // 3 is "no such name".
    const flags = known ? 0 : 3;
    socket.send(encode({ type: "response", id, flags, questions, answers }), port, address);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  onTestFinished(() => void socket.close());
  const resolver = new Resolver({ timeout: 200, tries: 1 });
  resolver.setServers([`127.0.0.1:${socket.address().port}`]);
  return openNameServer(resolver);
}
