import { seeded, zipf } from "./random";

/** The most frequent words of abstracts, in order; the rest of the vocabulary is generated. */
const COMMON =
  `the of and to in a we is for that on this by with model are models as from learning can data our
  which language these be at it an performance training have results methods more show tasks or
  approach method based large new across using has while existing propose between both reasoning not
  task image framework novel two over further however their such visual benchmark generation through
  information high video its work into human quality diverse different state improve multiple
  attention introduce demonstrate network system time dataset evaluation provide present without
  achieve study agents strong problem well paper analysis space first generative remains context
  available knowledge transformer diffusion neural deep robust efficient optimal quantum`.split(
    /\s+/,
  );
const SYLLABLES =
  `ba be bi bo ca ce co da de di do fa fe fi ga ge gi la le li lo ma me mi mo na ne ni no pa pe pi po
  ra re ri ro sa se si so ta te ti to va ve vi vo tra pre con per sub gra ste ion al ic ent ive ous ant`.split(
    /\s+/,
  );
const GIVEN =
  "Ada Ben Chen Dana Élise Fatima Georg Hana Ivan José Kenji Lin María Noor Olga Pavel Qi Ravi Sofía Tomás Uma Viktor Wei Xin Yuki Zoë".split(
    " ",
  );
const FIELDS =
  "cs.LG cs.CV cs.CL cs.AI stat.ML cs.RO eess.IV cs.CR math.OC quant-ph hep-th astro-ph.GA cond-mat.str-el cs.SE cs.HC math.PR cs.IR physics.optics cs.DC hep-ph math.NT q-bio.NC cs.SD eess.SP cs.NI gr-qc cs.GT econ.EM cs.DS math.AG".split(
    " ",
  );
const VOCABULARY = 80_000;
const START = Date.UTC(2007, 3, 1);
const END = Date.UTC(2026, 10, 24);

type GeneratedPaper = {
  id: string;
  title: string;
  summary: string;
  authors: string[];
  categories: string[];
  keywords: string[];
  /** Number of the organization, or null */
  organization: number | null;
  publishedAt: Date;
  upvotes: number;
  githubRepo: string | null;
};

export const ORGANIZATIONS = 400;

/** Generates words from syllables, each once; shorter ones are more frequent. */
function makeVocabulary(random: () => number): string[] {
  const words = new Set(COMMON);
  while (words.size < VOCABULARY) {
    const length = 2 + Math.floor(random() * (words.size < 5_000 ? 2 : 3));
    const parts = Array.from(
      { length },
      () => SYLLABLES[Math.floor(random() * SYLLABLES.length)] ?? "",
    );
    words.add(parts.join(""));
  }
  return [...words];
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

/** Generates papers of twenty years, more each year, the oldest first; the same for the same count. */
export function* makePapers(count: number): Generator<GeneratedPaper> {
  const random = seeded(20261125);
  const vocabulary = makeVocabulary(random);
  const anyWord = zipf(VOCABULARY, 2.7, 1.03, random);
  const ownWord = zipf(VOCABULARY - 60, 30, 1.02, random);
  const name = zipf(60_000, 20, 0.8, random);
  const field = zipf(FIELDS.length, 1, 1, random);
  const pick = zipf(ORGANIZATIONS, 2, 1, random);
  const word = (rank: number) => vocabulary[rank] ?? "";
  const perMonth = new Map<string, number>();

  for (let index = 0; index < count; index += 1) {
    const publishedAt = new Date(
      START + Math.sqrt((index + random()) / (count + 1)) * (END - START),
    );
    const month = publishedAt.toISOString().slice(2, 7).replace("-", "");
    const inMonth = (perMonth.get(month) ?? 0) + 1;
    perMonth.set(month, inMonth);

    // Each paper has characteristic words, in its title and repeatedly in its abstract.
    const own = Array.from({ length: 5 + Math.floor(random() * 5) }, () => word(60 + ownWord()));
    const title = own.flatMap((one) => (random() < 0.35 ? [one, word(anyWord())] : [one]));
    const length = 90 + Math.floor(random() * 150);
    const summary: string[] = [];
    for (let at = 0; at < length; at += 1) {
      const mine = random() < 0.12 ? own[Math.floor(random() * own.length)] : undefined;
      const text = mine ?? word(anyWord());
      const begins = at % 20 === 0;
      summary.push(begins ? capital(text) : at % 20 === 19 ? `${text}.` : text);
    }
    const primary = FIELDS[field()] ?? "cs.LG";
    const second = FIELDS[field()] ?? "cs.LG";
    yield {
      id: `${month}.${String(inMonth).padStart(5, "0")}`,
      title: title.map((one, at) => (at === 0 || random() < 0.8 ? capital(one) : one)).join(" "),
      summary: summary.join(" "),
      authors: Array.from({ length: 1 + Math.floor(random() ** 2 * 9) }, () => {
        const number = name();
        return `${GIVEN[number % GIVEN.length]} ${capital(word(300 + Math.floor(number / 4)))}`;
      }),
      categories: [...new Set([primary, second])],
      keywords: random() < 0.2 ? own.slice(0, 4) : [],
      organization: random() < 0.25 ? pick() : null,
      publishedAt,
      upvotes: random() < 0.15 ? Math.floor(1 / (random() + 0.003)) : 0,
      githubRepo: random() < 0.2 ? `https://github.com/made/${index}` : null,
    };
  }
}
