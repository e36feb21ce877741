import type { Format } from "./format";
import type { SourceKind } from "./source-names";
import { arxivAtom } from "./sources/arxiv-atom";
import { arxivAtomRequests } from "./sources/arxiv-atom-requests";
import { arxivOai } from "./sources/arxiv-oai";
import { arxivOaiRequests } from "./sources/arxiv-oai-requests";
import { arxivRss } from "./sources/arxiv-rss";
import { arxivRssRequests } from "./sources/arxiv-rss-requests";
import { huggingFace } from "./sources/hugging-face";
import { huggingFaceRequests } from "./sources/hugging-face-requests";
import type { Requests } from "./sources/requests";

/** How a kind of source is asked, and what it answers. */
export const PULLED: Record<SourceKind, { requests: Requests; format: Format }> = {
  hf: { requests: huggingFaceRequests, format: huggingFace },
  arxiv: { requests: arxivAtomRequests, format: arxivAtom },
  "arxiv-rss": { requests: arxivRssRequests, format: arxivRss },
  "arxiv-oai": { requests: arxivOaiRequests, format: arxivOai },
};
