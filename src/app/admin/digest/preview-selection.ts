import { createPreviewSelection } from "@/features/digest/admin/preview";
import {
  findDefaultSelection,
  findLatestEdition,
  findSelection,
  listPapersForNow,
} from "@/features/digest/admin/queries";
import { formatSubject } from "@/features/digest/email/subject";
import type { Selection } from "@/features/digest/schema";

type Choice = {
  /** An edition, `now` for what would be sent at this moment, or "" for the latest issue */
  issue?: string;
  /** The id of a selection for some subscribers of an issue; takes precedence */
  selection?: string;
};

/** Returns the selection that a preview shows or a test email holds, or null if it has no papers. */
export async function findPreviewSelection(
  { issue, selection }: Choice,
  now: Date,
): Promise<Selection | null> {
  if (selection) return orNullIfEmpty(await findSelection(selection));
  if (issue === "now") {
    const papers = await listPapersForNow(now);
    const subject = formatSubject(papers.map(({ title }) => title));
    return orNullIfEmpty(createPreviewSelection(papers, subject, now));
  }
  const edition = issue || (await findLatestEdition());
  return edition ? orNullIfEmpty(await findDefaultSelection(edition)) : null;
}

const orNullIfEmpty = (selection: Selection | null) =>
  selection && selection.papers.length > 0 ? selection : null;
