import { env } from "@/env";
import { formatPaperMarkdown } from "@/features/feed/markdown";
import { parseIdSegments } from "@/features/papers/address";
import { getPaper } from "@/features/papers/queries";
import { AppError } from "@/lib/errors";
import { publicRead } from "@/lib/public-api";

type Context = { params: Promise<{ id: string[] }> };

/** `/papers/{id}.md`, and `/papers/{id}` for those who ask for Markdown: next.config.ts leads here. */
export const GET = publicRead(async (_request, { params }: Context) => {
  const id = parseIdSegments((await params).id);
  if (!id) throw new AppError("not_found", "There is no such paper here.");
  return {
    body: formatPaperMarkdown(await getPaper(id), env().siteUrl),
    type: "text/markdown; charset=utf-8",
    headers: { Vary: "Accept" },
  };
});
