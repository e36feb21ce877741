import { ingestEntries, makeEntry } from "@tests/factories";
import { expect, test } from "vitest";
import { getPaper } from "@/features/papers/queries";
import { listSimilar } from "./queries";

const TOPICS = {
  7: [
    "protein folding diffusion backbone",
    "We generate protein backbones by diffusion over residues and rotamers.",
  ],
  8: [
    "robot grasping tactile manipulation",
    "A gripper learns dexterous grasping from tactile sensors and torque.",
  ],
  9: [
    "speech phoneme recognition dialects",
    "An acoustic model transcribes phonemes of spoken dialects with hidden states.",
  ],
};

const paper = (topic: 7 | 8 | 9, index: number) => {
  const [title = "", summary = ""] = TOPICS[topic];
  const own = `${summary} Variant${topic}${index % 3} is measured.`;
  return makeEntry({
    id: `260${topic}.0000${index}`,
    title: `${title} ${index}`,
    entry: { summary: own },
    paper: { summary: own },
  });
};

const listSimilarIds = async (id: string) => {
  const { title, summary, keywords } = await getPaper(id);
  const papers = await listSimilar({ id, title, summary, keywords });
  return papers.map((one) => one.id);
};

const ingestTopics = () =>
  ingestEntries(
    ([7, 8, 9] as const).flatMap((topic) => [1, 2, 3, 4, 5, 6].map((n) => paper(topic, n))),
  );
const others = Array.from({ length: 60 }, (_, index) =>
  makeEntry({ id: `2601.1${String(index).padStart(4, "0")}`, title: `Something else ${index}` }),
);

test("similar papers are of the same topic, never the paper itself, in a stable order", async () => {
  await ingestTopics();
  await ingestEntries(others);
  for (const topic of [7, 8, 9]) {
    const id = `260${topic}.00001`;
    const ids = await listSimilarIds(id);
    expect(ids.length).toBeGreaterThanOrEqual(3);
    expect(ids).not.toContain(id);
    expect(ids.every((other) => other.startsWith(`260${topic}`))).toBe(true);
    expect(await listSimilarIds(id)).toEqual(ids);
  }
});

test("a near-duplicate comes first", async () => {
  await ingestTopics();
  await ingestEntries(others);
  expect((await listSimilarIds("2607.00001"))[0]).toBe("2607.00004");
});

test("the only paper has no similar ones, nor has a paper without words", async () => {
  await ingestEntries([paper(7, 1)]);
  expect(await listSimilarIds("2607.00001")).toEqual([]);
  expect(await listSimilar({ id: "none", title: '" OR *', summary: "", keywords: [] })).toEqual([]);
});
