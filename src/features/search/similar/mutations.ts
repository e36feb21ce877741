import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { db, transactionBulk } from "@/db/client";
import { queryInWorker } from "@/db/read-worker";
import { parseRows } from "@/db/stored";
import { type Embedder, embed } from "./embedder";
import { toBytes } from "./vector";

const BATCH_SIZE = 32;
const MAX_TEXT_LENGTH = 6_000;
const MAX_PAPERS_PER_RUN = 2_000;
/** Waiting times before the second and third request */
const RETRY_PAUSES_MS = [1_000, 4_000];

/**
 * Lists the papers without a vector, the newest first. A trigger deletes the vector when a text changes, so
 * this finds changed papers too.
 */
const LIST_MISSING = `
  SELECT p."id" AS "id" FROM "Paper" p
  WHERE NOT EXISTS (SELECT 1 FROM "Embedding" e WHERE e."paperId" = p."id" AND e."model" = ?)
  ORDER BY p."publishedAt" DESC, p."id" LIMIT ?`;

type Options = {
  isStopping: () => boolean;
  maxPapers?: number;
  retryPausesMs?: number[];
};

type Text = { id: string; text: string; textHash: string };

async function readTexts(ids: string[]): Promise<Text[]> {
  const papers = await db().paper.findMany({
    where: { id: { in: ids } },
    select: { id: true, title: true, summary: true },
    orderBy: { id: "asc" },
  });
  return papers.map(({ id, title, summary }) => {
    const text = `${title}\n\n${summary}`.slice(0, MAX_TEXT_LENGTH);
    return { id, text, textHash: createHash("sha256").update(text).digest("hex") };
  });
}

/** Stored for a text that the embedder refuses, so that it isn't sent again. */
const REFUSED_VECTOR = new Float32Array(0);

/**
 * Sends each text of a refused batch alone.
 *
 * @throws the error of the batch if the embedder refuses every text
 */
async function embedOneByOne(embedder: Embedder, texts: string[], batchError: unknown) {
  const vectors: Float32Array[] = [];
  for (const text of texts) {
    const [vector = REFUSED_VECTOR] = await embed(embedder, [text]).catch(() => []);
    vectors.push(vector);
  }
  if (vectors.every((vector) => vector === REFUSED_VECTOR)) throw batchError;
  return vectors;
}

async function embedWithRetries(embedder: Embedder, texts: string[], retryPausesMs: number[]) {
  for (const pause of retryPausesMs) {
    try {
      return await embed(embedder, texts);
    } catch {
      await sleep(pause);
    }
  }
  try {
    return await embed(embedder, texts);
  } catch (error) {
    if (texts.length < 2) throw error;
    return embedOneByOne(embedder, texts, error);
  }
}

/** Stores a batch, except for papers whose text has changed or that were deleted since it was read. */
async function storeVectors(texts: Text[], vectors: Float32Array[], model: string): Promise<void> {
  await transactionBulk(async (bulk) => {
    const currentTexts = await readTexts(texts.map(({ id }) => id));
    const currentHashes = new Map(currentTexts.map(({ id, textHash }) => [id, textHash]));
    const rows = texts.flatMap(({ id, textHash }, index) => {
      const vector = vectors[index];
      if (!vector || currentHashes.get(id) !== textHash) return [];
      return { paperId: id, model, textHash, vector: toBytes(vector) };
    });
    bulk.upsert("Embedding", ["paperId", "model"], rows);
  });
}

/**
 * Fetches and stores the missing vectors, batch by batch. After an interruption the next run continues.
 * Returns the number of papers.
 *
 * @throws EmbedderError if a whole batch fails; the batches before it stay stored
 */
export async function embedPapers(embedder: Embedder, options: Options): Promise<number> {
  const { isStopping, maxPapers = MAX_PAPERS_PER_RUN, retryPausesMs = RETRY_PAUSES_MS } = options;
  const [missing = []] = await queryInWorker([
    { sql: LIST_MISSING, parameters: [embedder.model, maxPapers] },
  ]);
  const ids = parseRows(z.object({ id: z.string() }), missing).map(({ id }) => id);
  let done = 0;
  for (let at = 0; at < ids.length && !isStopping(); at += BATCH_SIZE) {
    const texts = await readTexts(ids.slice(at, at + BATCH_SIZE));
    const inputs = texts.map(({ text }) => text);
    await storeVectors(
      texts,
      await embedWithRetries(embedder, inputs, retryPausesMs),
      embedder.model,
    );
    done += texts.length;
  }
  return done;
}
