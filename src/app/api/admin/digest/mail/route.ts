import { chosenSelection } from "@/app/admin/digest/chosen-selection";
import { env } from "@/env";
import { requireAdmin } from "@/features/auth/viewer";
import { inScheme, MAIL_POLICY, renderForNobody } from "@/features/digest/admin/preview";
import { now } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { createHandler, PRIVATE_HEADERS } from "@/lib/http";

/** The mail itself, for the frame of the preview: no script, no link that opens, nothing fetched. */
export const GET = createHandler(async (request) => {
  await requireAdmin(request.headers);
  const { issue, selection, scheme } = Object.fromEntries(new URL(request.url).searchParams);
  const chosen = await chosenSelection({ issue, selection }, now());
  if (!chosen) throw new AppError("not_found", "There is no such issue, or it has no papers.");
  const { siteName, siteUrl } = env();
  const { html } = await renderForNobody(chosen, { name: siteName, url: siteUrl });
  const type = "text/html; charset=utf-8";
  const headers = {
    ...PRIVATE_HEADERS,
    "Content-Type": type,
    "Content-Security-Policy": MAIL_POLICY,
  };
  return new Response(inScheme(html, scheme === "dark" ? "dark" : "light"), { headers });
});
