import { WebStandardStreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js";
import { env } from "@/env";
import { createMcpServer } from "@/features/mcp/server";
import { AppError } from "@/lib/errors";
import { createHandler, readText } from "@/lib/http/handler";
import { countRead } from "@/lib/http/public-api";

const MAX_BODY_BYTES = 256 * 1024;

/**
 * Refuses a request from another site's page, as the protocol requires against DNS rebinding: a page
 * could read what only this network may see. Agents send no Origin.
 */
function requireOwnOrigin(request: Request): void {
  const origin = request.headers.get("origin");
  if (origin !== null && origin !== new URL(env().siteUrl).origin) {
    throw new AppError("forbidden", "Cross-site requests aren't allowed. Use /api/daily_papers.");
  }
}

function parseMessages(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError("bad_request", "The body is not JSON.");
  }
}

/** Each message of a batch counts as one read. */
export const POST = createHandler(async (request) => {
  requireOwnOrigin(request);
  const messages = parseMessages(await readText(request, MAX_BODY_BYTES));
  const points = Array.isArray(messages) ? Math.max(1, messages.length) : 1;
  const { headers, refusal } = await countRead(request, points);
  const response = refusal ?? (await answerMessages(request, messages));
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
});

async function answerMessages(request: Request, messages: unknown): Promise<Response> {
  const server = createMcpServer(env());
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
  await server.connect(transport);
  try {
    return await transport.handleRequest(request, { parsedBody: messages });
  } finally {
    await server.close();
  }
}

/** Refuses GET and DELETE: without sessions, a client has no stream to open and no session to end. */
const refuseMethod = async (): Promise<Response> =>
  Response.json({ error: "Send JSON-RPC by POST." }, { status: 405, headers: { Allow: "POST" } });

export const GET = refuseMethod;
export const DELETE = refuseMethod;
