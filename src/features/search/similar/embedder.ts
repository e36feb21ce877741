import { z } from "zod";
import { toUnit } from "./vector";

export type Embedder = {
  /** The address before `/v1/embeddings` */
  url: string;
  model: string;
  key?: string;
  /** For one response */
  timeoutMs?: number;
};

const TIMEOUT_MS = 30_000;
const MAX_RESPONSE_BYTES = 32 * 1024 * 1024;
const MAX_VECTOR_LENGTH = 8_192;

const responseSchema = z.object({
  data: z.array(
    z.object({ index: z.int().min(0), embedding: z.array(z.number()).max(MAX_VECTOR_LENGTH) }),
  ),
});

/** A failed request to the embedder. The message is a sentence whose subject is the embedder. */
export class EmbedderError extends Error {}

async function readBody(response: Response): Promise<unknown> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body ?? []) {
    bytes += part.byteLength;
    if (bytes > MAX_RESPONSE_BYTES) throw new EmbedderError("Its response is larger than 32 MiB.");
    parts.push(part);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString("utf8"));
  } catch {
    throw new EmbedderError("Its response is not JSON.");
  }
}

async function requestEmbeddings(
  { url, model, key, timeoutMs = TIMEOUT_MS }: Embedder,
  input: string[],
) {
  const address = `${url.replace(/\/+$/, "").replace(/\/v1$/, "")}/v1/embeddings`;
  try {
    const response = await fetch(address, {
      method: "POST",
      // A redirect could lead to a host that the admin didn't configure.
      redirect: "error",
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        "Content-Type": "application/json",
        ...(key && { Authorization: `Bearer ${key}` }),
      },
      body: JSON.stringify({ model, input, encoding_format: "float" }),
    });
    if (!response.ok) {
      await response.body?.cancel();
      throw new EmbedderError(`It answered ${response.status}.`);
    }
    return await readBody(response);
  } catch (error) {
    if (error instanceof EmbedderError) throw error;
    const timedOut = error instanceof Error && error.name === "TimeoutError";
    throw new EmbedderError(
      timedOut ? `It didn't answer within ${timeoutMs / 1000} seconds.` : "It can't be reached.",
    );
  }
}

/** Returns the vectors of texts, in order, all of length 1 and of one dimension. @throws EmbedderError */
export async function embed(embedder: Embedder, texts: string[]): Promise<Float32Array[]> {
  const parsed = responseSchema.safeParse(await requestEmbeddings(embedder, texts));
  if (!parsed.success) throw new EmbedderError("Its response is not a list of embeddings.");
  const byIndex = new Map(parsed.data.data.map(({ index, embedding }) => [index, embedding]));
  const dimension = byIndex.get(0)?.length;
  return texts.map((_, index) => {
    const numbers = byIndex.get(index);
    const vector = numbers && numbers.length === dimension ? toUnit(numbers) : null;
    if (!vector) throw new EmbedderError(`Its vector ${index} is missing or has no direction.`);
    return vector;
  });
}
