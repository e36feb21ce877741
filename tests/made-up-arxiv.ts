/** Renders made-up answers of arXiv's API, RSS and OAI-PMH. Values are inserted without escaping. */

const SUMMARY = "We make up an abstract.\nIt has two lines.";
const NAMES = ["Ada Author", "Ben Writer"];

const renderTag = (name: string, text: string | undefined) =>
  text === undefined ? "" : `<${name}>${text}</${name}>`;

type Facts = {
  id?: string;
  title?: string;
  summary?: string;
  authors?: string[];
  categories?: string[];
  /** Additional elements */
  more?: string;
};

export type AtomFacts = Facts & { published?: string; updated?: string; comment?: string };

export function renderAtomEntry(facts: AtomFacts = {}): string {
  const { id = "2602.00001v1", authors = NAMES, categories = ["cs.CL", "cs.AI"] } = facts;
  const published = facts.published ?? "2026-02-09T18:00:00Z";
  return `<entry>
    <id>http://arxiv.org/abs/${id}</id>
    ${renderTag("title", facts.title ?? `A made-up paper numbered ${id}`)}
    ${renderTag("updated", facts.updated ?? published)}
    <link href="https://arxiv.org/abs/${id}" rel="alternate" type="text/html"/>
    ${renderTag("summary", facts.summary ?? SUMMARY)}
    ${categories.map((term) => `<category term="${term}" scheme="http://arxiv.org/schemas/atom"/>`).join("")}
    ${renderTag("published", published)}
    ${renderTag("arxiv:comment", facts.comment)}
    <arxiv:primary_category term="${categories[0]}"/>
    ${authors.map((name) => `<author><name>${name}</name></author>`).join("\n")}
    ${facts.more ?? ""}
  </entry>`;
}

export const renderAtomFeed = (entries: string[], total = entries.length): string =>
  `<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/api/made-up</id>
  <title>arXiv Query</title>
  <opensearch:totalResults>${total}</opensearch:totalResults>
  ${entries.join("\n")}
</feed>`;

export type RssFacts = Facts & { type?: string; date?: string; creators?: string };

const renderDescription = (id: string, { type = "new", summary = SUMMARY }: RssFacts) =>
  `arXiv:${id} Announce Type: ${type} \nAbstract: ${summary}`;

export function renderRssItem(facts: RssFacts = {}): string {
  const { id = "2602.00001v1", type = "new", categories = ["cs.CL", "cs.AI"] } = facts;
  return `<item>
    ${renderTag("title", facts.title ?? `A made-up paper numbered ${id}`)}
    <link>https://arxiv.org/abs/${id.replace(/v\d+$/, "")}</link>
    ${renderTag("description", renderDescription(id, facts))}
    <guid isPermaLink="false">oai:arXiv.org:${id}</guid>
    ${categories.map((category) => renderTag("category", category)).join("")}
    ${renderTag("pubDate", facts.date)}
    ${renderTag("arxiv:announce_type", type)}
    ${renderTag("dc:creator", facts.creators ?? NAMES.join(", "))}
    ${facts.more ?? ""}
  </item>`;
}

export const renderRssFeed = (items: string[], date = "Tue, 10 Feb 2026 00:00:00 -0500"): string =>
  `<?xml version='1.0' encoding='UTF-8'?>
<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom" version="2.0">
  <channel>
    <title>cs.CL updates on arXiv.org</title>
    <link>http://rss.arxiv.org/rss/cs.CL</link>
    <atom:link href="http://rss.arxiv.org/rss/cs.CL" rel="self" type="application/rss+xml"/>
    ${renderTag("pubDate", date)}
    ${items.join("\n")}
    <skipDays><day>Saturday</day><day>Sunday</day></skipDays>
  </channel>
</rss>`;

export function renderRssAtomEntry(facts: RssFacts = {}): string {
  const { id = "2602.00001v1", type = "new", categories = ["cs.CL", "cs.AI"] } = facts;
  return `<entry>
    <id>oai:arXiv.org:${id}</id>
    ${renderTag("title", facts.title ?? `A made-up paper numbered ${id}`)}
    ${renderTag("summary", renderDescription(id, facts))}
    ${categories.map((term) => `<category term="${term}"/>`).join("")}
    ${renderTag("published", facts.date ?? "2026-02-10T00:00:00-05:00")}
    ${renderTag("arxiv:announce_type", type)}
    ${renderTag("dc:creator", facts.creators ?? NAMES.join(", "))}
  </entry>`;
}

export const renderRssAtomFeed = (entries: string[]): string =>
  `<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns="http://www.w3.org/2005/Atom" xml:lang="en-us">
  <id>http://rss.arxiv.org/atom/cs.CL</id>
  <title>cs.CL updates on arXiv.org</title>
  <updated>2026-02-10T05:00:19.866337+00:00</updated>
  ${entries.join("\n")}
</feed>`;

export type OaiFacts = Omit<Facts, "authors" | "categories"> & {
  created?: string;
  updated?: string;
  datestamp?: string;
  authors?: string;
  categories?: string;
};

export function renderOaiRecord(facts: OaiFacts = {}): string {
  const { id = "2602.00001", created = "2026-02-09", datestamp = "2026-02-10" } = facts;
  const authors =
    facts.authors ??
    "<author><keyname>Author</keyname><forenames>Ada</forenames></author><author><keyname>Writer</keyname><forenames>Ben</forenames><suffix>Jr</suffix></author>";
  return `<record><header><identifier>oai:arXiv.org:${id}</identifier>
    <datestamp>${datestamp}</datestamp><setSpec>cs</setSpec></header>
    <metadata><arXiv xmlns="http://arxiv.org/OAI/arXiv/">
    <id>${id}</id>${renderTag("created", created)}${renderTag("updated", facts.updated)}
    <authors>${authors}</authors>
    ${renderTag("title", facts.title ?? `A made-up paper numbered ${id}`)}
    ${renderTag("categories", facts.categories ?? "cs.CL cs.AI")}
    ${facts.more ?? ""}
    ${renderTag("abstract", facts.summary ?? `  ${SUMMARY}`)}
    </arXiv></metadata></record>`;
}

export const renderDeletedRecord = (id: string): string =>
  `<record><header status="deleted"><identifier>oai:arXiv.org:${id}</identifier><datestamp>2026-02-10</datestamp></header></record>`;

export const renderOaiAnswer = (content: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<responseDate>2026-02-10T02:00:00Z</responseDate>
<request verb="ListRecords" metadataPrefix="arXiv">http://oaipmh.arxiv.org/oai</request>
${content}
</OAI-PMH>`;

export const renderOaiList = (records: string[], more = ""): string =>
  renderOaiAnswer(`<ListRecords>${records.join("\n")}${more}</ListRecords>`);
