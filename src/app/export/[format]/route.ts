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
import { createHandler } from "@/lib/http";
import { respondCacheable } from "@/lib/http-cache";
import { countRead } from "@/lib/public-api";

/** So many papers of a day, week or month one file holds at most, and of any other list. */
const MOST_OF_PERIOD = 1_000;
const MOST = 200;

/** Counts as so many reads: a thousand papers are half a second's work. */
const READS_OF_LIST = 10;

const WRITERS = { bibtex: formatBibtex, ris: formatRis, csl: formatCsl, csv: formatCsv };

type Context = { params: Promise<{ format: string }> };

/** A bibliography or a table of one paper (`?paper=ID`) or of any list, as feeds name it. */
export const GET = createHandler(async (request, { params }: Context) => {
  const format = parseExportFormat((await params).format);
  if (!format)
    throw new AppError("not_found", "Exports are /export/bibtex, /export/ris, csl and csv.");
  const { searchParams } = new URL(request.url);
  const paper = searchParams.get("paper");
  const { headers, refusal } = await countRead(request, paper === null ? READS_OF_LIST : 1);
  if (refusal) return refusal;
  const { ids, name } =
    paper === null ? await listed(parseView(searchParams)) : { ids: [idOf(paper)], name: paper };
  const papers = await listCitedPapers(ids);
  if (paper !== null && papers.length === 0)
    throw new AppError("not_found", "There is no such paper here.");
  return respondCacheable(
    request,
    WRITERS[format](papers),
    { ...headersOf(format, name), ...headers },
    now(),
  );
});

function idOf(text: string): string {
  const id = parsePaperId(text);
  if (!id) throw new AppError("not_found", "There is no such paper here.");
  return id;
}

async function listed(view: View): Promise<{ ids: string[]; name: string }> {
  const size = view.kind === "period" ? MOST_OF_PERIOD : MOST;
  const { papers } = await readView(view, { size, now: now() });
  const name = view.kind === "search" ? "papers-search" : viewAddress(view).slice(1);
  return { ids: papers.map(({ id }) => id), name };
}

const headersOf = (format: ExportFormat, name: string) => ({
  "Content-Type": EXPORTS[format].type,
  "Content-Disposition": `attachment; filename="${fileName(name)}.${EXPORTS[format].ending}"`,
});

/** Letters that every file system takes; an id's or an address's other signs are dashes. */
const fileName = (name: string) =>
  decodeURIComponent(name)
    .normalize("NFD")
    .replaceAll(/[^A-Za-z0-9.]+/g, "-")
    .replaceAll(/^[-.]+|[-.]+$/g, "")
    .slice(0, 80) || "papers";
