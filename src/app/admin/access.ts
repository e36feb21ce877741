import { headers } from "next/headers";
import { notFound } from "next/navigation";
import type { z } from "zod";
import { env } from "@/env";
import { findViewer, requireAdmin, type Viewer } from "@/features/auth/viewer";
import { addSignedNotice } from "@/features/digest/admin/signed-notice";
import { createHandler, parseForm, redirectTo, requireSameOrigin } from "@/lib/http/handler";

/** Returns the admin who requests a page. Anyone else gets the 404 page. */
export async function requireAdminPage(): Promise<Viewer> {
  const viewer = await findViewer(await headers());
  return viewer?.admin ? viewer : notFound();
}

/** A sentence that reports what a form has done, and the path of the page that shows it. */
type Result = { path: string; notice: string };

type Action<Input> = (input: Input, admin: Viewer) => Promise<Result>;

/**
 * Creates the handler of an admin's form. It checks who sends the form before anything else, so that
 * only an admin learns that the address exists.
 */
export const handleAdminPost = <Input>(
  read: (request: Request) => Promise<Input>,
  action: Action<Input>,
) =>
  createHandler(async (request) => {
    const admin = await requireAdmin(request.headers);
    requireSameOrigin(request);
    const { path, notice } = await action(await read(request), admin);
    return redirectTo(addSignedNotice(path, notice, env().secret));
  });

/** Creates the handler of an admin's form with the schema of its fields. */
export const handleAdminForm = <Schema extends z.ZodType>(
  schema: Schema,
  action: Action<z.output<Schema>>,
) => handleAdminPost((request) => parseForm(request, schema), action);
