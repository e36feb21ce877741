import { createPreviewSelection } from "@/features/digest/admin/preview";
import {
  findDefaultSelection,
  findLatestEdition,
  findSelection,
  listPapersForNow,
} from "@/features/digest/admin/queries";
import { formatSubject } from "@/features/digest/email/subject";
import type { Selection } from "@/features/digest/schema";

type Chosen = {
  /** An edition, `now` for what would go out at this moment, or the latest issue where empty */
  issue?: string;
  /** Chosen for some readers of an issue */
  selection?: string;
};

/** The papers that a preview or a test shows, or null where there are none. */
export async function findPreviewSelection(
  { issue, selection }: Chosen,
  now: Date,
): Promise<Selection | null> {
  if (selection) return withPapers(await findSelection(selection));
  if (issue === "now") {
    const papers = await listPapersForNow(now);
    const subject = formatSubject(papers.map(({ title }) => title));
    return papers.length ? createPreviewSelection(papers, subject, now) : null;
  }
  const edition = issue || (await findLatestEdition());
  return edition ? withPapers(await findDefaultSelection(edition)) : null;
}

const withPapers = (selection: Selection | null) => (selection?.papers.length ? selection : null);
