import { parsePaperId } from "@/features/papers/schema";

/** arXiv's own addresses and the usual ways to name a paper of it. */
const NAMED =
  /^(?:(?:https?:\/\/)?(?:www\.|export\.)?(?:arxiv\.org|alphaxiv\.org|huggingface\.co)\/(?:abs|pdf|html|papers|e-print|format)\/|arxiv:\s*|(?:https?:\/\/)?(?:dx\.)?doi\.org\/10\.48550\/arxiv\.|10\.48550\/arxiv\.)?(.+?)(?:\.pdf)?(?:[?#].*)?\/?$/iu;

/** The paper that a query is the id or the address of, or null. */
export function parsePaperReference(query: string): string | null {
  if (query.length > 200 || /\s/.test(query)) return null;
  const [, id = ""] = NAMED.exec(query) ?? [];
  return parsePaperId(id);
}
