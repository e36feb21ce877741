import { handleAdminPost } from "@/app/admin/access";
import { requireAdmin } from "@/features/auth/viewer";
import { importSubscribers } from "@/features/digest/subscription/csv/mutations-import";
import { exportSubscribers } from "@/features/digest/subscription/csv/queries-export";
import { formatImportSummary } from "@/features/digest/subscription/csv/summary";
import { now } from "@/lib/clock";
import { toUtcDay } from "@/lib/day";
import { AppError } from "@/lib/errors";
import { createHandler, PRIVATE_HEADERS, readForm } from "@/lib/http";

/** Some fifty thousand rows; more go in by the command line. */
const MOST = 5 * 1024 * 1024;

/** Texts as a body, each asked for when the one before it is on its way. */
function streamOf(texts: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await texts.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await texts.return(undefined);
    },
  });
}

/** Every reader as a table, streamed: it may be long. */
export const GET = createHandler(async (request) => {
  await requireAdmin(request.headers);
  const headers = {
    ...PRIVATE_HEADERS,
    "Content-Type": "text/csv; charset=utf-8",
    "Content-Disposition": `attachment; filename="subscribers-${toUtcDay(now())}.csv"`,
  };
  return new Response(streamOf(exportSubscribers()), { headers });
});

/** The table of a form: a file, or what was pasted. */
async function readTable(request: Request): Promise<{ text: string; source: string }> {
  const form = await readForm(request, MOST);
  const [file, pasted] = [form.get("file"), form.get("table")];
  if (file instanceof File && file.size > 0) {
    return { text: utf8(await file.arrayBuffer()), source: file.name };
  }
  if (typeof pasted === "string" && pasted.trim()) return { text: pasted, source: "pasted" };
  throw new AppError("bad_request", "Choose a file, or paste a table. Go back and try again.");
}

function utf8(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new AppError("bad_request", "The file is not UTF-8. Save it as “CSV UTF-8”, try again.");
  }
}

/** Takes readers from a table: who is here keeps what they chose, and who left stays away. */
export const POST = handleAdminPost(readTable, async ({ text, source }) => ({
  path: "/admin/digest/subscribers",
  notice: formatImportSummary(await importSubscribers(text, { now: now(), source })),
}));
