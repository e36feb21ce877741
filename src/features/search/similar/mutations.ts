import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { db, transactionBulk } from "@/db/client";
import { queryInWorker } from "@/db/read-worker";
import { type Embedder, embed } from "./embedder";
import { toBytes } from "./vector";

const BATCH = 32;
const LONGEST_TEXT = 6_000;
/** Pauses before asking again, in ms */
const PAUSES = [1_000, 4_000];

/** The newest first. A changed text takes its vector away by a trigger, so a missing one is all to look for. */
const MISSING = `
  SELECT p."id" AS "id" FROM "Paper" p
  WHERE NOT EXISTS (SELECT 1 FROM "Embedding" e WHERE e."paperId" = p."id" AND e."model" = ?)
  ORDER BY p."publishedAt" DESC, p."id" LIMIT ?`;

type Options = {
  isStopping: () => boolean;
  /** Papers of one run */
  most?: number;
  pauses?: number[];
};

type Text = { id: string; text: string; textHash: string };

async function readTexts(ids: string[]): Promise<Text[]> {
  const papers = await db().paper.findMany({
    where: { id: { in: ids } },
    select: { id: true, title: true, summary: true },
    orderBy: { id: "asc" },
  });
  return papers.map(({ id, title, summary }) => {
    const text = `${title}\n\n${summary}`.slice(0, LONGEST_TEXT);
    return { id, text, textHash: createHash("sha256").update(text).digest("hex") };
  });
}

/** Of a text that the embedder refuses: it stands in the way of no other, and isn't sent again. */
const REFUSED = new Float32Array(0);

/** Each text alone, where all together were refused. @throws what all together threw, where none is taken */
async function embedOneByOne(embedder: Embedder, texts: string[], together: unknown) {
  const vectors: Float32Array[] = [];
  for (const text of texts) {
    const [vector = REFUSED] = await embed(embedder, [text]).catch(() => []);
    vectors.push(vector);
  }
  if (vectors.every((vector) => vector === REFUSED)) throw together;
  return vectors;
}

async function embedWithPatience(embedder: Embedder, texts: string[], pauses: number[]) {
  for (const pause of pauses) {
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

/** Stores a batch, but for papers whose text has changed or that are gone since it was read. */
async function store(texts: Text[], vectors: Float32Array[], model: string): Promise<void> {
  await transactionBulk(async (bulk) => {
    const now = await readTexts(texts.map(({ id }) => id));
    const current = new Map(now.map(({ id, textHash }) => [id, textHash]));
    const rows = texts.flatMap(({ id, textHash }, index) => {
      const vector = vectors[index];
      if (!vector || current.get(id) !== textHash) return [];
      return { paperId: id, model, textHash, vector: toBytes(vector) };
    });
    bulk.upsert("Embedding", ["paperId", "model"], rows);
  });
}

/**
 * Fetches the vectors that are missing, a batch at a time, each stored before the next is asked
 * for: a run that is cut off is continued by the next. Answers how many.
 *
 * @throws EmbedderError where none of a batch is taken; what was stored stays
 */
export async function embedPapers(embedder: Embedder, options: Options): Promise<number> {
  const { isStopping, most = 2_000, pauses = PAUSES } = options;
  const [missing = []] = await queryInWorker([
    { sql: MISSING, parameters: [embedder.model, most] },
  ]);
  const ids = missing.map(({ id }) => String(id));
  let done = 0;
  for (let at = 0; at < ids.length && !isStopping(); at += BATCH) {
    const texts = await readTexts(ids.slice(at, at + BATCH));
    const inputs = texts.map(({ text }) => text);
    await store(texts, await embedWithPatience(embedder, inputs, pauses), embedder.model);
    done += texts.length;
  }
  return done;
}
