import { env } from "@/env";
import { formatPaperMarkdown } from "@/features/feed/markdown";
import { parseIdSegments } from "@/features/papers/address";
import { getPaper } from "@/features/papers/queries";
import { AppError } from "@/lib/errors";
import { publicRead } from "@/lib/http/public-api";

type Context = { params: Promise<{ id: string[] }> };

/** Serves `/papers/{id}.md`, and `/papers/{id}` to clients that accept Markdown: see next.config.ts. */
export const GET = publicRead(async (_request, { params }: Context) => {
  const id = parseIdSegments((await params).id);
  if (!id) throw new AppError("not_found", "This site has no such paper.");
  return {
    body: formatPaperMarkdown(await getPaper(id), env().siteUrl),
    type: "text/markdown; charset=utf-8",
    headers: { Vary: "Accept" },
  };
});
