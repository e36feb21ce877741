/**
 * Parses an answer like huggingface_hub's PaperInfo (src/huggingface_hub/hf_api.py), from the same fields
 * and as strictly. Throws if the library raises an error.
 */
type PaperInfo = {
  id: string;
  authors: string[] | null;
  publishedAt: Date | null;
  title: string | null;
  summary: string | null;
  upvotes: number | null;
  discussionId: string | null;
  comments: number;
  submittedAt: Date | null;
  submittedBy: { username: string; fullname: string } | null;
  aiSummary: string | null;
  aiKeywords: string[] | null;
  projectPage: string | null;
  githubRepo: string | null;
  githubStars: number | null;
};

type Dict = Record<string, unknown>;

const isDict = (value: unknown): value is Dict =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** `datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ")` */
function parseDatetime(text: unknown): Date {
  if (typeof text !== "string" || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,6}Z$/.test(text)) {
    throw new Error(`ValueError: time data ${JSON.stringify(text)} does not match format`);
  }
  return new Date(text);
}

const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : null);
const number = (value: unknown) => (typeof value === "number" ? value : null);
const words = (value: unknown) => (Array.isArray(value) ? value.map(String) : null);

/** Parses an entry of a list, or a paper alone. */
export function readPaperInfo(answer: unknown): PaperInfo {
  if (!isDict(answer)) throw new Error("TypeError: argument after ** must be a mapping");
  const paper = answer.paper ?? {};
  if (!isDict(paper)) throw new Error("AttributeError: no attribute 'pop'");
  const authors = paper.authors ?? answer.authors;
  const published = paper.publishedAt ?? answer.publishedAt;
  const submittedAt = isDict(answer.paper) ? answer.publishedAt : answer.submittedOnDailyAt;
  const submittedBy = answer.submittedBy ?? answer.submittedOnDailyBy;
  if (submittedBy !== undefined && !isDict(submittedBy)) throw new Error("TypeError: User(**…)");
  const id = text(answer.id) ?? text(paper.id);
  if (!id) throw new Error("no id");
  return {
    id,
    authors: Array.isArray(authors)
      ? authors.map((author) => String(isDict(author) ? author.name : author))
      : null,
    publishedAt: published ? parseDatetime(published) : null,
    title: text(answer.title),
    summary: text(paper.summary) ?? text(answer.summary),
    upvotes: number(paper.upvotes) ?? number(answer.upvotes),
    discussionId: text(paper.discussionId) ?? text(answer.discussionId),
    comments: number(answer.numComments) ?? 0,
    submittedAt: submittedAt ? parseDatetime(submittedAt) : null,
    submittedBy: submittedBy
      ? {
          username: String(submittedBy.user ?? submittedBy.name ?? ""),
          fullname: String(submittedBy.fullname ?? ""),
        }
      : null,
    aiSummary: text(answer.ai_summary),
    aiKeywords: words(answer.ai_keywords),
    projectPage: text(answer.projectPage),
    githubRepo: text(answer.githubRepo),
    githubStars: number(answer.githubStars),
  };
}
