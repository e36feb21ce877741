import { z } from "zod";
import { readView } from "@/app/_lib/view-feed";
import { EXPORTS, type ExportFormat, parseExportFormat } from "@/features/feed/links";
import { parseView, type View, viewAddress } from "@/features/feed/view";
import { formatBibtex } from "@/features/papers/citation/bibtex";
import { formatCsl } from "@/features/papers/citation/csl";
import { formatCsv } from "@/features/papers/citation/csv";
import { formatRis } from "@/features/papers/citation/ris";
import { listCitedPapers } from "@/features/papers/queries-citation";
import { parsePaperId } from "@/features/papers/schema";
import { now } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { respondCacheable } from "@/lib/http/cache";
import { createHandler } from "@/lib/http/handler";
import { countRead } from "@/lib/http/public-api";

const MAX_PAPERS_OF_PERIOD = 1_000;
const MAX_PAPERS_OF_OTHER_LISTS = 200;

/** A list counts as this many reads against the limit: a thousand papers take half a second. */
const READS_PER_LIST = 10;

const WRITERS = { bibtex: formatBibtex, ris: formatRis, csl: formatCsl, csv: formatCsv };

/** Null if the parameter is missing. */
const paperParameter = z
  .string()
  .transform((text) => ({ id: parsePaperId(text), text }))
  .nullable();

type Context = { params: Promise<{ format: string }> };

/** Returns a bibliography or a table of one paper (`?paper=ID`), or of any list by the parameters of feeds. */
export const GET = createHandler(async (request, { params }: Context) => {
  const format = parseExportFormat((await params).format);
  if (!format) {
    throw new AppError(
      "not_found",
      "Exports are at /export/bibtex, /export/ris, /export/csl and /export/csv.",
    );
  }
  const { searchParams } = new URL(request.url);
  const paper = paperParameter.parse(searchParams.get("paper"));
  const { headers, refusal } = await countRead(request, paper ? 1 : READS_PER_LIST);
  if (refusal) return refusal;
  const { ids, name } = paper
    ? { ids: paper.id ? [paper.id] : [], name: paper.text }
    : await readList(parseView(searchParams));
  const papers = await listCitedPapers(ids);
  if (paper && papers.length === 0) throw new AppError("not_found", "This site has no such paper.");
  return respondCacheable(
    request,
    WRITERS[format](papers),
    { ...fileHeaders(format, name), ...headers },
    now(),
  );
});

async function readList(view: View): Promise<{ ids: string[]; name: string }> {
  const size = view.kind === "period" ? MAX_PAPERS_OF_PERIOD : MAX_PAPERS_OF_OTHER_LISTS;
  const { papers } = await readView(view, size);
  const name = view.kind === "search" ? "papers-search" : viewAddress(view).slice(1);
  return { ids: papers.map(({ id }) => id), name };
}

const fileHeaders = (format: ExportFormat, name: string) => ({
  "Content-Type": EXPORTS[format].type,
  "Content-Disposition": `attachment; filename="${toFileName(name)}.${EXPORTS[format].ending}"`,
});

/** Keeps the characters that every file system accepts; all others become dashes. */
const toFileName = (name: string) =>
  decodeURIComponent(name)
    .normalize("NFD")
    .replaceAll(/[^A-Za-z0-9.]+/g, "-")
    .replaceAll(/^[-.]+|[-.]+$/g, "")
    .slice(0, 80) || "papers";
