import { z } from "zod";
import { toUnit } from "./vector";

export type Embedder = {
  /** Where `/v1/embeddings` is below */
  url: string;
  model: string;
  key?: string;
  /** In ms, for one answer */
  time?: number;
};

const TIME = 30_000;
const MOST_BYTES = 32 * 1024 * 1024;
const LONGEST_VECTOR = 8_192;

const answerSchema = z.object({
  data: z.array(
    z.object({ index: z.int().min(0), embedding: z.array(z.number()).max(LONGEST_VECTOR) }),
  ),
});

/** The embedder didn't answer as it should; the message says how, in words. */
export class EmbedderError extends Error {}

async function readBody(response: Response): Promise<unknown> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body ?? []) {
    bytes += part.byteLength;
    if (bytes > MOST_BYTES) throw new EmbedderError("Its answer is larger than 32 MiB.");
    parts.push(part);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString("utf8"));
  } catch {
    throw new EmbedderError("Its answer is no JSON.");
  }
}

async function ask({ url, model, key, time = TIME }: Embedder, input: string[]) {
  const address = `${url.replace(/\/+$/, "").replace(/\/v1$/, "")}/v1/embeddings`;
  try {
    const response = await fetch(address, {
      method: "POST",
      // Only the host that the admin named.
      redirect: "error",
      signal: AbortSignal.timeout(time),
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
    const late = error instanceof Error && error.name === "TimeoutError";
    throw new EmbedderError(late ? `No answer in ${time / 1000} s.` : "It can't be reached.");
  }
}

/** The texts as vectors of length 1, in order, all as long. @throws EmbedderError */
export async function embed(embedder: Embedder, texts: string[]): Promise<Float32Array[]> {
  const parsed = answerSchema.safeParse(await ask(embedder, texts));
  if (!parsed.success) throw new EmbedderError("Its answer is no list of embeddings.");
  const told = new Map(parsed.data.data.map(({ index, embedding }) => [index, embedding]));
  const length = told.get(0)?.length;
  return texts.map((_, index) => {
    const numbers = told.get(index);
    const vector = numbers && numbers.length === length ? toUnit(numbers) : null;
    if (!vector) throw new EmbedderError(`Its vector ${index} is missing or no direction.`);
    return vector;
  });
}
