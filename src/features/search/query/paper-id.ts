import { parsePaperId } from "@/features/papers/schema";

/** The addresses of a paper at arXiv and sites around it, its DOI, and `arxiv:` before its id. */
const REFERENCE =
  /^(?:(?:https?:\/\/)?(?:www\.|export\.)?(?:arxiv\.org|alphaxiv\.org|huggingface\.co)\/(?:abs|pdf|html|papers|e-print|format)\/|arxiv:\s*|(?:https?:\/\/)?(?:dx\.)?doi\.org\/10\.48550\/arxiv\.|10\.48550\/arxiv\.)?(.+?)(?:\.pdf)?(?:[?#].*)?\/?$/iu;

const MAX_REFERENCE_LENGTH = 200;

/** Returns the id of the paper that a query names by id or address, or null. */
export function parsePaperReference(query: string): string | null {
  if (query.length > MAX_REFERENCE_LENGTH || /\s/.test(query)) return null;
  const [, id = ""] = REFERENCE.exec(query) ?? [];
  return parsePaperId(id);
}
