import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Answers a request in its own way; `good` is what a source in order would answer. */
export type Behaviour = (
  request: IncomingMessage,
  response: ServerResponse,
  good: () => string,
) => void;

export type SourceServer = {
  url: string;
  /** The paths that were asked for, in order */
  requestedPaths: string[];
  /** The headers of the last request */
  headers(): IncomingMessage["headers"];
  /** From now on, until it is told otherwise; undefined: as a source in order */
  behave(behaviour: Behaviour | undefined): void;
  /** For so many requests, and then in order again */
  behaveOnce(...behaviours: Behaviour[]): void;
  stop(): Promise<void>;
};

/**
 * A source on this machine: answers what `answer` says for a path, and misbehaves on command.
 * Stop it when the test is over.
 */
export async function startSourceServer(answer: (url: URL) => string): Promise<SourceServer> {
  const requestedPaths: string[] = [];
  let queue: Behaviour[] = [];
  let always: Behaviour | undefined;
  let headers: IncomingMessage["headers"] = {};
  const inOrder: Behaviour = (_, response, good) => response.end(good());

  const server = createServer((request, response) => {
    requestedPaths.push(request.url ?? "");
    headers = request.headers;
    const url = new URL(request.url ?? "", "http://source");
    const behave = queue.shift() ?? always ?? inOrder;
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
      always = behaviour;
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
