import { idOfSegments } from "@/features/papers/address";
import { drawCover } from "@/features/papers/cover/draw";
import { getCoverFacts } from "@/features/papers/queries";
import { AppError } from "@/lib/errors";
import { createHandler } from "@/lib/http";

type Context = { params: Promise<{ id: string[] }> };

/** The address holds the drawing's version (`?v=`), so it can be kept for ever. */
export const GET = createHandler(async (_request, { params }: Context) => {
  const id = idOfSegments((await params).id);
  if (!id) throw new AppError("not_found", "There is no such paper here.");
  return new Response(drawCover(await getCoverFacts(id)), {
    headers: {
      "Content-Type": "image/svg+xml; charset=utf-8",
      "Cache-Control": "public, max-age=31536000, immutable",
      // Opened by itself, a picture is a document.
      "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    },
  });
});
