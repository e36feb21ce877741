import { parseIdSegments } from "@/features/papers/address";
import { drawCover } from "@/features/papers/cover/draw";
import { getCoverFacts } from "@/features/papers/queries";
import { AppError } from "@/lib/errors";
import { respondIfChanged } from "@/lib/http/cache";
import { createHandler } from "@/lib/http/handler";

type Context = { params: Promise<{ id: string[] }> };

/** The address contains the drawing's version (`?v=`), so browsers may cache it forever. */
export const GET = createHandler(async (request, { params }: Context) => {
  const id = parseIdSegments((await params).id);
  if (!id) throw new AppError("not_found", "This site has no such paper.");
  return respondIfChanged(request, {
    body: drawCover(await getCoverFacts(id)),
    headers: {
      "Content-Type": "image/svg+xml; charset=utf-8",
      "Cache-Control": "public, max-age=31536000, immutable",
      // A picture that is opened by itself is a document, and could run scripts.
      "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    },
  });
});
