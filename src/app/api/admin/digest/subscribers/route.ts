import { handleAdminPost } from "@/app/admin/access";
import { requireAdmin } from "@/features/auth/viewer";
import { MAX_IMPORT_MEBIBYTES } from "@/features/digest/limits";
import { decodeTable } from "@/features/digest/subscription/csv/decode";
import { importSubscribers } from "@/features/digest/subscription/csv/mutations-import";
import { exportSubscribers } from "@/features/digest/subscription/csv/queries-export";
import { formatImportSummary } from "@/features/digest/subscription/csv/summary";
import { now } from "@/lib/clock";
import { toUtcDay } from "@/lib/day";
import { AppError } from "@/lib/errors";
import { createHandler, PRIVATE_HEADERS, readForm } from "@/lib/http/handler";

const MAX_IMPORT_BYTES = MAX_IMPORT_MEBIBYTES * 1024 * 1024;

/** Creates a response body that generates the next text only after the client has read the last one. */
function createTextStream(texts: AsyncGenerator<string>): ReadableStream<Uint8Array> {
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

/** Exports all subscriptions as CSV. Streamed, because there may be millions. */
export const GET = createHandler(async (request) => {
  await requireAdmin(request.headers);
  const headers = {
    ...PRIVATE_HEADERS,
    "Content-Type": "text/csv; charset=utf-8",
    "Content-Disposition": `attachment; filename="subscribers-${toUtcDay(now())}.csv"`,
  };
  return new Response(createTextStream(exportSubscribers()), { headers });
});

type ImportForm = { text: string; source: string; resumesRefused: boolean };

/** Reads the table of a form: an uploaded file, or pasted text if no file was chosen. */
async function readTable(request: Request): Promise<ImportForm> {
  const form = await readForm(request, MAX_IMPORT_BYTES);
  const file = form.get("file");
  const pasted = form.get("table");
  const resumesRefused = form.get("resume") === "refused";
  if (file instanceof File && file.size > 0) {
    return {
      text: decodeTable(new Uint8Array(await file.arrayBuffer())),
      source: file.name,
      resumesRefused,
    };
  }
  if (typeof pasted === "string" && pasted.trim()) {
    return { text: pasted, source: "pasted", resumesRefused };
  }
  throw new AppError("bad_request", "Choose a file or paste a table. Go back and try again.");
}

/**
 * Imports subscribers from a table. Subscribers who exist keep their preferences; those who unsubscribed
 * or were stopped are not subscribed again, except refused addresses if the form asks for it.
 */
export const POST = handleAdminPost(readTable, async ({ text, ...options }) => ({
  path: "/admin/digest/subscribers",
  notice: formatImportSummary(await importSubscribers(text, { ...options, now: now() })),
}));
