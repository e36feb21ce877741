import { NOW } from "@tests/factories";
import { describe, expect, test } from "vitest";
import type { Format } from "../format";
import { arxivAtom } from "./arxiv-atom";
import { arxivOai } from "./arxiv-oai";
import { arxivRss } from "./arxiv-rss";
import { huggingFace } from "./hugging-face";
import { sitePapersFormat } from "./site-papers";

const SITE_PAPER = {
  id: "acl:2026.long-12",
  title: "A made-up paper",
  summary: "One.\n\nTwo $x$.",
  authors: ["Ada Author", "Ben Writer"],
  publishedAt: "2026-03-02T09:00:00Z",
  url: "https://conference.example.org/2026.long-12",
  pdf: "https://conference.example.org/2026.long-12.pdf",
  day: "2026-03-04",
  categories: ["cs.CL"],
  keywords: ["one", "two"],
  organization: "A Lab",
  github: "https://github.com/example/made-up",
  project: "https://example.org/made-up",
  doi: "10.1000/made-up",
  journal: "Proceedings of a Made-up Conference",
};

const ATOM = `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">
  <entry>
    <id>http://arxiv.org/abs/2602.00001v2</id>
    <title>A title
  on two lines</title>
    <summary>  One
two.
  Three.</summary>
    <published>2026-02-27T20:00:00Z</published>
    <updated>2026-03-02T09:00:00Z</updated>
    <author><name>Ada Author</name></author>
    <author><name>G\\"odel Kurt</name></author>
    <arxiv:primary_category term="cs.CL"/>
    <category term="cs.AI"/>
    <arxiv:comment>${"6 pages, 4 figures. ".repeat(150)}</arxiv:comment>
    <arxiv:journal_ref>A Journal, 1</arxiv:journal_ref>
    <arxiv:doi>10.1000/x</arxiv:doi>
  </entry>
</feed>`;

const OAI = `<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords><record>
  <header>
    <identifier>oai:arXiv.org:2602.00001</identifier>
    <datestamp>2026-03-02</datestamp>
  </header>
  <metadata><arXiv>
    <id>2602.00001</id>
    <created>2026-02-27</created>
    <updated>2026-03-01</updated>
    <authors><author><keyname>Author</keyname><forenames>Ada</forenames></author></authors>
    <title>A title</title>
    <categories>cs.CL cs.AI</categories>
    <comments>Withdrawn by the authors</comments>
    <journal-ref>A Journal, 1</journal-ref>
    <doi>10.1000/x</doi>
    <abstract>  An abstract.</abstract>
  </arXiv></metadata>
</record></ListRecords></OAI-PMH>`;

const buildRss = (
  type: string,
) => `<rss version="2.0" xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
  <pubDate>Mon, 02 Mar 2026 00:00:00 -0500</pubDate>
  <item>
    <title>A title</title>
    <link>https://arxiv.org/abs/2602.00001</link>
    <description>arXiv:2602.00001v1 Announce Type: ${type}
Abstract: An abstract.</description>
    <guid>oai:arXiv.org:2602.00001v1</guid>
    <category>cs.CL</category>
    <arxiv:announce_type>${type}</arxiv:announce_type>
    <dc:creator>Ada Author (A Lab), Ben Writer</dc:creator>
  </item>
</channel></rss>`;

const DAILY_PAPER = {
  paper: {
    id: "2602.00003",
    title: "A title",
    summary: "An abstract.",
    publishedAt: "2026-03-01T00:00:00.000Z",
    submittedOnDailyAt: "2026-03-03T10:00:00.000Z",
    upvotes: 3,
    authors: [{ _id: "a", name: "Ada  Author", hidden: false }],
    somethingUnknown: "a\u0001b",
  },
  numComments: 2,
};

const hashEntries = (format: Format, text: string): string[] =>
  format.parseAnswer(text).entries.map((entry) => format.parseEntry(entry, { now: NOW }).entryHash);

// These values were computed by a version that has databases in use. With other hashes, every
// paper that is sent again after an upgrade counts as updated. Don't adapt them to the code.
describe("the hash of an entry stays the same after an upgrade", () => {
  test.each([
    ["with a day", SITE_PAPER, "792ba546a2a7cf4ab4f0edeb669f5afaa31b6121af075eb9be4fa6a4d274799b"],
    [
      "without a day",
      { ...SITE_PAPER, day: undefined },
      "81ef4c6b57cff04bf8f32cfedcfa0671532d8e4b53ec9194291b0e8e0dc422e1",
    ],
    [
      "with emptied fields",
      { ...SITE_PAPER, keywords: null, organization: null, pdf: null, journal: "" },
      "55fb5348b6754821106cfde812d6fef77dc3794d266d3170591051c83c69f0de",
    ],
  ])("a paper in this site's format %s", (_, paper, hash) => {
    expect(hashEntries(sitePapersFormat, JSON.stringify({ papers: [paper] }))).toEqual([hash]);
  });

  test.each<[string, Format, string, string]>([
    [
      "arXiv's API",
      arxivAtom,
      ATOM,
      "bcdee31f7608e96f58a0f9de32c002f4468ad6313f6a7f7a14cff6dc8ff7fbc2",
    ],
    ["OAI-PMH", arxivOai, OAI, "0fe7e0f0d023b2bb48f8c5b6ec58f6ba6dadf0e6e75712fab9e3ab285ecf2798"],
    [
      "RSS, a new paper",
      arxivRss,
      buildRss("new"),
      "a5d6278e37a35db3c8b8b6bb2d5ee29ed0c0d6b5621cd2f89e0613f67b0ae41d",
    ],
    [
      "RSS, a replacement",
      arxivRss,
      buildRss("replace"),
      "58cf733efe08994c5e2f0182876cb31009609d04e5bde73790d204d900bf4eef",
    ],
    [
      "Hugging Face",
      huggingFace,
      JSON.stringify([DAILY_PAPER]),
      "fd58d65eb063c9e362b633b6e023b4c83b2783bc487d491be2166afd36babc55",
    ],
  ])("an entry of %s", (_, format, text, hash) => {
    expect(hashEntries(format, text)).toEqual([hash]);
  });
});
