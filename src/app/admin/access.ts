import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { env } from "@/env";
import { findViewer, requireAdmin, type Viewer } from "@/features/auth/viewer";
import { addSignedNotice } from "@/features/digest/admin/signed-notice";
import { createHandler, readFields, redirectTo, requireSameOrigin } from "@/lib/http";

/** Who sees to the digest; for everyone else there is no such page. */
export async function requireAdminPage(): Promise<Viewer> {
  const viewer = await findViewer(await headers());
  return viewer?.admin ? viewer : notFound();
}

/** What a button did, in a sentence, and the page that says so. */
type Done = { path: string; notice: string };

type Act<Sent> = (sent: Sent, viewer: Viewer) => Promise<Done>;

/** A form of the admin's: who asks comes first, so that others don't even learn that it is there. */
export const handleAdminPost = <Sent>(read: (request: Request) => Promise<Sent>, act: Act<Sent>) =>
  createHandler(async (request) => {
    const viewer = await requireAdmin(request.headers);
    requireSameOrigin(request);
    const { path, notice } = await act(await read(request), viewer);
    return redirectTo(addSignedNotice(path, notice, env().secret));
  });

export const handleAdminForm = (act: Act<Record<string, string>>) =>
  handleAdminPost((request) => readFields(request), act);
