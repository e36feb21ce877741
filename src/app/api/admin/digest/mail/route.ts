import { findPreviewSelection } from "@/app/admin/digest/preview-selection";
import { env } from "@/env";
import { requireAdmin } from "@/features/auth/viewer";
import {
  EMAIL_FRAME_POLICY,
  forceColorScheme,
  renderPreview,
} from "@/features/digest/admin/preview";
import { now } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { createHandler, PRIVATE_HEADERS } from "@/lib/http";

/** The mail itself, for the frame of the preview: no script, no link that opens, nothing fetched. */
export const GET = createHandler(async (request) => {
  await requireAdmin(request.headers);
  const { issue, selection, scheme } = Object.fromEntries(new URL(request.url).searchParams);
  const chosen = await findPreviewSelection({ issue, selection }, now());
  if (!chosen) throw new AppError("not_found", "There is no such issue, or it has no papers.");
  const { siteName, siteUrl } = env();
  const { html } = await renderPreview(chosen, { name: siteName, url: siteUrl });
  const type = "text/html; charset=utf-8";
  const headers = {
    ...PRIVATE_HEADERS,
    "Content-Type": type,
    "Content-Security-Policy": EMAIL_FRAME_POLICY,
  };
  return new Response(forceColorScheme(html, scheme === "dark" ? "dark" : "light"), { headers });
});
