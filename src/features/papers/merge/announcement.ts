import type { Paper } from "@/db/generated/client";
import { ANNOUNCEMENT_BASES, type Announcement } from "@/features/papers/schema";

/** Rank of each basis of an announcement's day: 0 is the surest. */
const ANNOUNCEMENT_CONFIDENCE: Record<string, number> = Object.fromEntries(
  ANNOUNCEMENT_BASES.map((basis, rank) => [basis, rank]),
);

const rankConfidence = (basis: string | null): number =>
  ANNOUNCEMENT_CONFIDENCE[basis ?? ""] ?? ANNOUNCEMENT_BASES.length;

/** Returns the announcement after a draft: the surer one; of two equally sure, the stored one. */
export function mergeAnnouncement(
  known: Paper | undefined,
  drafted: Announcement | undefined,
): Pick<Paper, "announcedDay" | "announcementBasis"> {
  const stored = {
    announcedDay: known?.announcedDay ?? null,
    announcementBasis: known?.announcementBasis ?? null,
  };
  if (!drafted || rankConfidence(drafted.by) >= rankConfidence(stored.announcementBasis)) {
    return stored;
  }
  return { announcedDay: drafted.day, announcementBasis: drafted.by };
}
