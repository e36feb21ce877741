import { WebStandardStreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js";
import { env } from "@/env";
import { createMcpServer } from "@/features/mcp/server";
import { now } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { createHandler, readText } from "@/lib/http";
import { countRead } from "@/lib/public-api";

const BODY_LIMIT = 256 * 1024;

/**
 * The protocol wants a foreign Origin refused: behind a name that is made to lead here, another
 * site's page could ask what only this network may see. Agents send none.
 */
function requireOwnOrigin(request: Request): void {
  const origin = request.headers.get("origin");
  if (origin !== null && origin !== new URL(env().siteUrl).origin) {
    throw new AppError("forbidden", "Pages of other sites can't ask here. Use /api/daily_papers.");
  }
}

function parseMessages(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError("bad_request", "The body is not JSON.");
  }
}

/** Each message of a batch counts as a read. */
export const POST = createHandler(async (request) => {
  requireOwnOrigin(request);
  const messages = parseMessages(await readText(request, BODY_LIMIT));
  const points = Array.isArray(messages) ? Math.max(1, messages.length) : 1;
  const { headers, refusal } = await countRead(request, points);
  const response = refusal ?? (await converse(request, messages));
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
});

async function converse(request: Request, messages: unknown): Promise<Response> {
  const server = createMcpServer(env(), now());
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
  await server.connect(transport);
  try {
    return await transport.handleRequest(request, { parsedBody: messages });
  } finally {
    await server.close();
  }
}

/** There are no sessions: no stream to open, nothing to end. */
const notHere = async (): Promise<Response> =>
  Response.json({ error: "Send JSON-RPC by POST." }, { status: 405, headers: { Allow: "POST" } });

export const GET = notHere;
export const DELETE = notHere;
