export type ArxivPaper = { id: string; published: string; updated?: string; version?: number };

const escapeXml = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** Creates papers, newest first, submitted a minute apart. */
export const makePapers = (count: number, first = "2026-03-04T12:00:00Z"): ArxivPaper[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `2603.${10_000 + index}`,
    published: new Date(Date.parse(first) - index * 60_000).toISOString(),
  }));

const renderAtomEntry = ({ id, published, updated = published, version = 1 }: ArxivPaper) => `
  <entry>
    <id>http://arxiv.org/abs/${id}v${version}</id>
    <title>${escapeXml(`A made-up paper numbered ${id}, version ${version}`)}</title>
    <updated>${updated}</updated>
    <published>${published}</published>
    <summary>We make up an abstract.</summary>
    <author><name>Ada Author</name></author>
    <arxiv:primary_category term="cs.CL"/>
    <category term="cs.CL"/>
  </entry>`;

/** Renders one page of an answer of arXiv's API. */
export const renderAtomPage = (papers: ArxivPaper[], total: number): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/api/made-up</id>
  <opensearch:totalResults>${total}</opensearch:totalResults>
  ${papers.map(renderAtomEntry).join("")}
</feed>`;

/** Answers a query as arXiv's API does: the requested window, order and page of some papers. */
export function answerQuery(papers: ArxivPaper[], url: URL): string {
  const at = ({ published, updated }: ArxivPaper, sortBy: string | null) =>
    (sortBy === "lastUpdatedDate" && updated) || published;
  const sortBy = url.searchParams.get("sortBy");
  const window = /submittedDate:\[(\d{12}) TO (\d{12})\]/.exec(
    url.searchParams.get("search_query") ?? "",
  );
  const stamp = (text: string) => text.slice(0, 16).replaceAll(/[-T:]/g, "");
  const [, first = "0", last = "9"] = window ?? [];
  const matches = papers
    .filter(({ published }) => stamp(published) >= first && stamp(published) <= last)
    .sort((a, b) => at(b, sortBy).localeCompare(at(a, sortBy)));
  const start = Number(url.searchParams.get("start"));
  const size = Number(url.searchParams.get("max_results"));
  return renderAtomPage(matches.slice(start, start + size), matches.length);
}

/** Renders the feed in which arXiv announces new papers. */
export const renderRssFeed = (papers: ArxivPaper[], day: string): string =>
  `<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns="http://www.w3.org/2005/Atom">
  <id>http://rss.arxiv.org/atom/cs.CL</id>
  <updated>${day}T04:00:19.866337+00:00</updated>
  ${papers
    .map(
      ({ id }) => `<entry>
    <id>oai:arXiv.org:${id}v1</id>
    <title>A made-up paper numbered ${id}</title>
    <link href="https://arxiv.org/abs/${id}" rel="alternate" type="text/html"/>
    <summary>arXiv:${id}v1 Announce Type: new
Abstract: We make up an abstract.</summary>
    <category term="cs.CL"/>
    <published>${day}T00:00:00-05:00</published>
    <arxiv:announce_type>new</arxiv:announce_type>
    <dc:creator>Ada Author</dc:creator>
  </entry>`,
    )
    .join("")}
</feed>`;

const wrapOai = (content: string) => `<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">
  <responseDate>2026-03-05T15:00:00Z</responseDate>${content}</OAI-PMH>`;

export const renderOaiError = (code: string): string =>
  wrapOai(`<error code="${code}">It is so.</error>`);

/** Renders one page of an OAI-PMH list. */
export const renderOaiPage = (papers: ArxivPaper[], token = ""): string =>
  wrapOai(
    `<ListRecords>${papers
      .map(
        ({ id, published }) => `<record>
    <header><identifier>oai:arXiv.org:${id}</identifier><datestamp>2026-03-05</datestamp></header>
    <metadata><arXiv xmlns="http://arxiv.org/OAI/arXiv/">
      <id>${id}</id><created>${published.slice(0, 10)}</created>
      <authors><author><keyname>Author</keyname><forenames>Ada</forenames></author></authors>
      <title>A made-up paper numbered ${id}</title><categories>cs.CL</categories>
      <abstract>We make up an abstract.</abstract></arXiv></metadata></record>`,
      )
      .join("")}<resumptionToken>${token}</resumptionToken></ListRecords>`,
  );
