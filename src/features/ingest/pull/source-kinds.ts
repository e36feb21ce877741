import type { Format } from "@/features/ingest/format";
import { arxivAtom } from "@/features/ingest/sources/arxiv-atom";
import { arxivAtomRequests } from "@/features/ingest/sources/arxiv-atom-requests";
import { arxivOai } from "@/features/ingest/sources/arxiv-oai";
import { arxivOaiRequests } from "@/features/ingest/sources/arxiv-oai-requests";
import { arxivRss } from "@/features/ingest/sources/arxiv-rss";
import { arxivRssRequests } from "@/features/ingest/sources/arxiv-rss-requests";
import { huggingFace } from "@/features/ingest/sources/hugging-face";
import { huggingFaceRequests } from "@/features/ingest/sources/hugging-face-requests";
import type { RequestPlanner } from "@/features/ingest/sources/requests";
import type { SourceKind } from "./source-config";

/** For each kind of source: which requests to make and how to parse the answers. */
export const SOURCE_KINDS: Record<SourceKind, { requests: RequestPlanner; format: Format }> = {
  hf: { requests: huggingFaceRequests, format: huggingFace },
  arxiv: { requests: arxivAtomRequests, format: arxivAtom },
  "arxiv-rss": { requests: arxivRssRequests, format: arxivRss },
  "arxiv-oai": { requests: arxivOaiRequests, format: arxivOai },
};
