import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Answers a request in its own way. `good` returns the text that a healthy source would answer. */
export type Behaviour = (
  request: IncomingMessage,
  response: ServerResponse,
  good: () => string,
) => void;

export type SourceServer = {
  url: string;
  /** The paths of all requests, in order */
  requestedPaths: string[];
  /** Returns the headers of the last request */
  headers(): IncomingMessage["headers"];
  /** Sets how the server answers from now on; undefined makes it healthy again */
  behave(behaviour: Behaviour | undefined): void;
  /** Sets how the server answers the next requests, one behaviour for each */
  behaveOnce(...behaviours: Behaviour[]): void;
  stop(): Promise<void>;
};

/**
 * Starts a server on this machine that answers as a source does, or misbehaves on request. The test
 * must stop it at its end.
 *
 * @param answer returns what a healthy source answers for an address
 */
export async function startSourceServer(answer: (url: URL) => string): Promise<SourceServer> {
  const requestedPaths: string[] = [];
  let queue: Behaviour[] = [];
  let current: Behaviour | undefined;
  let headers: IncomingMessage["headers"] = {};
  const answerWell: Behaviour = (_, response, good) => response.end(good());

  const server = createServer((request, response) => {
    requestedPaths.push(request.url ?? "");
    headers = request.headers;
    const url = new URL(request.url ?? "", "http://source");
    const behave = queue.shift() ?? current ?? answerWell;
    response.on("error", () => {});
    behave(request, response, () => answer(url));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requestedPaths,
    headers: () => headers,
    behave(behaviour) {
      current = behaviour;
    },
    behaveOnce(...behaviours) {
      queue = behaviours;
    },
    stop() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
