import type { Listing, Paper } from "@/db/generated/client";
import type { Announcement, DraftListing, PaperDraft } from "@/features/papers/schema";
import type { Day } from "@/lib/day";
import { mergeAnnouncement } from "./announcement";

/** The raw entry of a listing whose source only announced the paper and sent nothing about it. */
export const EMPTY_ENTRY = "{}";

/** A listing's columns that decide a merge. `rawEntry` is EMPTY_ENTRY, or any other text. */
export type StoredListing = Pick<
  Listing,
  "paperId" | "day" | "listedAt" | "rawEntry" | "rawEntryHash"
>;

/** Creates a listing without an entry of its own, on the day of an announcement. */
export const createAnnouncedListing = ({ day, at }: Announcement): DraftListing => ({
  day,
  listedAt: at,
  upvotes: 0,
  comments: 0,
  rawEntry: EMPTY_ENTRY,
});

/** Whether the draft lists the paper with an entry of its source: votes, submitter and the like. */
export const hasOwnEntry = ({ listing }: PaperDraft): boolean =>
  listing !== undefined && listing.rawEntry !== EMPTY_ENTRY;

/** Where a draft lists its paper. */
export type Placement = {
  /** The listing to store; undefined where the draft adds none */
  listing: DraftListing | undefined;
  /** The day of a stored listing to remove, because a surer announcement names another day */
  leftDay: Day | undefined;
};

/**
 * Decides on which day a draft lists its paper.
 *
 * A listing with an entry of its own stays on the day that its source names. One without follows
 * the surest announcement, from whichever source: it moves when a surer one arrives, even from a
 * source that lists nothing, and it never replaces a listing with an own entry on the same day.
 */
export function placeListing(
  draft: PaperDraft,
  known: Paper | undefined,
  stored: StoredListing[],
): Placement {
  const { announcement } = draft;
  if (hasOwnEntry(draft)) return { listing: draft.listing, leftDay: undefined };

  const { announcedDay } = mergeAnnouncement(known, announcement);
  const misplaced = announcement
    ? stored.find(({ day, rawEntry }) => rawEntry === EMPTY_ENTRY && day !== announcedDay)
    : undefined;
  const leftDay = misplaced?.day;

  const moved = announcement && misplaced ? createAnnouncedListing(announcement) : undefined;
  const listing = draft.listing ?? moved;
  if (!listing) return { listing: undefined, leftDay };

  const day = announcedDay ?? listing.day;
  const sameDay = stored.find((row) => row.day === day);
  if (sameDay && sameDay.rawEntry !== EMPTY_ENTRY) return { listing: undefined, leftDay };
  return {
    listing: { ...listing, day, listedAt: sameDay?.listedAt ?? listing.listedAt },
    leftDay,
  };
}
