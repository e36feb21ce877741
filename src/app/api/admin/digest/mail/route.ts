import { z } from "zod";
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
import { createHandler, PRIVATE_HEADERS } from "@/lib/http/handler";
import { parseInput } from "@/lib/http/parse-input";

const parameters = z.object({
  issue: z.string().optional(),
  selection: z.string().optional(),
  scheme: z.enum(["light", "dark"]).catch("light"),
});

/** Returns the previewed email for the preview's frame. It runs no script and loads nothing. */
export const GET = createHandler(async (request) => {
  await requireAdmin(request.headers);
  const search = Object.fromEntries(new URL(request.url).searchParams);
  const { scheme, ...choice } = parseInput(parameters, search);
  const selection = await findPreviewSelection(choice, now());
  if (!selection) throw new AppError("not_found", "This issue doesn't exist or has no papers.");
  const { siteName, siteUrl } = env();
  const { html } = await renderPreview(selection, { name: siteName, url: siteUrl });
  return new Response(forceColorScheme(html, scheme), {
    headers: {
      ...PRIVATE_HEADERS,
      "Content-Type": "text/html; charset=utf-8",
      "Content-Security-Policy": EMAIL_FRAME_POLICY,
    },
  });
});
