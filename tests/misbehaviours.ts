import { brotliCompressSync, gzipSync } from "node:zlib";
import type { Behaviour } from "./source-server";

const MEGABYTE = Buffer.alloc(1024 * 1024, 32);

export const status =
  (code: number, headers: Record<string, string> = {}): Behaviour =>
  (_, response) =>
    response.writeHead(code, headers).end("Sorry.");

export const respondsWith =
  (text: string, headers: Record<string, string> = {}): Behaviour =>
  (_, response) =>
    response.writeHead(200, headers).end(text);

export const redirects =
  (to: string): Behaviour =>
  (_, response) =>
    response.writeHead(302, { location: to }).end();

const cutInHalf = (text: string) => text.slice(0, Math.floor(text.length / 2));

/** Sends the full Content-Length, and closes the connection after half of the body. */
export const cutOff: Behaviour = (request, response, good) => {
  const text = good();
  response.writeHead(200, { "content-length": Buffer.byteLength(text) });
  response.write(cutInHalf(text), () => request.socket.destroy());
};

/** Closes the connection after half of a body that has no Content-Length. */
export const cutOffChunked: Behaviour = (request, response, good) => {
  response.writeHead(200);
  response.write(cutInHalf(good()), () => request.socket.destroy());
};

export const hangsUp: Behaviour = (request) => request.socket.destroy();

export const isSilent: Behaviour = () => {};

/** Sends half of the text as if it were complete. */
export const truncates: Behaviour = (_, response, good) => response.end(cutInHalf(good()));

/** Sends one byte every 20 ms, without an end. */
export const drips: Behaviour = (_, response, good) => {
  const text = good();
  let at = 0;
  response.writeHead(200);
  const timer = setInterval(() => {
    response.write(text.charAt(at) || " ");
    at += 1;
  }, 20);
  response.on("close", () => clearInterval(timer));
};

/** Creates a behaviour that streams a gigabyte, and counts the bytes that were read. */
export function sendsGigabyte(): { behaviour: Behaviour; sent: () => number } {
  let sent = 0;
  const behaviour: Behaviour = (_, response) => {
    response.writeHead(200);
    let left = 1024;
    const more = () => {
      while (left > 0 && !response.destroyed) {
        left -= 1;
        sent += MEGABYTE.length;
        if (!response.write(MEGABYTE)) return void response.once("drain", more);
      }
      response.end();
    };
    more();
  };
  return { behaviour, sent: () => sent };
}

const BOMB = gzipSync(Buffer.alloc(256 * 1024 * 1024));

/** Sends 256 KB that decompress to 256 MB. */
export const sendsGzipBomb: Behaviour = (_, response) =>
  response.writeHead(200, { "content-encoding": "gzip" }).end(BOMB);

export const sendsGzip: Behaviour = (_, response, good) =>
  response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(good()));

export const sendsHalfOfGzip: Behaviour = (_, response, good) => {
  const packed = gzipSync(good());
  response.writeHead(200, { "content-encoding": "gzip" }).end(packed.subarray(0, -20));
};

export const sendsUnrequestedBrotli: Behaviour = (_, response, good) =>
  response.writeHead(200, { "content-encoding": "br" }).end(brotliCompressSync(good()));

export const isNotHttp: Behaviour = (request) => request.socket.end("220 mail.example.org\r\n\r\n");

export const BILLION_LAUGHS = `<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
<feed xmlns="http://www.w3.org/2005/Atom"><title>&c;</title></feed>`;

export const EXTERNAL_ENTITY = `<?xml version="1.0"?>
<!DOCTYPE feed [<!ENTITY secret SYSTEM "file:///etc/passwd">]>
<feed xmlns="http://www.w3.org/2005/Atom"><title>&secret;</title></feed>`;
