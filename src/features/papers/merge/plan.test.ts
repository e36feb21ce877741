import { NOW } from "@tests/factories";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Author, Listing, Organization, Paper, SourceRecord } from "@/db/generated/client";
import { computeTrendingScore } from "@/features/papers/ranking";
import type { DraftListing, PaperDraft } from "@/features/papers/schema";
import { addDays } from "@/lib/day";
import { decidePrecedence, mergePaper } from "./paper";
import { plan } from "./plan";

type Listed = PaperDraft & { listing: DraftListing };
type Facts = { id?: string; day?: string; upvotes?: number; comments?: number; authors?: string[] };

function makeDraft({ id = "a", day = "2026-03-05", ...facts }: Facts = {}): Listed {
  const { upvotes = 3, comments = 1, authors = ["Ada"] } = facts;
  const rawEntry = JSON.stringify({ id, day, upvotes, comments, authors });
  return {
    id,
    title: rawEntry,
    summary: "",
    publishedAt: new Date("2026-03-01T00:00:00.000Z"),
    authors: authors.map((name) => ({ name, hidden: false })),
    organization: authors[0] ? { id: authors[0], name: rawEntry, fullname: rawEntry } : null,
    keywords: [],
    mediaUrls: [],
    listing: {
      day,
      listedAt: new Date(`${day}T10:00:00.000Z`),
      upvotes,
      comments,
      rawEntry,
    },
    entryHash: `hash of ${rawEntry}`,
  };
}

/** A store in memory that carries out plans. */
class Store {
  readonly papers = new Map<string, Paper>();
  readonly listings = new Map<string, Listing>();
  readonly organizations = new Map<string, Organization>();
  readonly records = new Map<string, SourceRecord>();
  authors: Author[] = [];

  save(drafts: PaperDraft[], source = "source") {
    const known = {
      papers: [...this.papers.values()],
      listings: [...this.listings.values()],
      records: [...this.records.values()].filter((record) => record.source === source),
      authors: this.authors,
    };
    const writes = plan(known, drafts, { now: NOW, sample: false, source });
    for (const paper of writes.papers) this.papers.set(paper.id, paper);
    for (const { paperId, day } of writes.removedListings) this.listings.delete(paperId + day);
    for (const row of writes.listings) this.listings.set(row.paperId + row.day, row);
    for (const row of writes.organizations) this.organizations.set(row.id, row);
    for (const row of writes.records) this.records.set(row.source + row.day + row.paperId, row);
    this.authors = this.authors.filter(
      ({ paperId }) => !writes.rewrittenPaperIds.includes(paperId),
    );
    this.authors.push(...writes.authors);
    return writes;
  }

  rows() {
    const sorted = (rows: object[]) => rows.map((row) => JSON.stringify(row)).toSorted();
    return {
      papers: sorted([...this.papers.values()]),
      listings: sorted([...this.listings.values()]),
      authors: sorted(this.authors),
    };
  }
}

const drafts = fc
  .record({
    id: fc.constantFrom("a", "b", "c"),
    day: fc.nat(4).map((days) => addDays("2026-03-01", days)),
    upvotes: fc.nat(9),
    comments: fc.nat(3),
    authors: fc.subarray(["Ada", "Ben", "Cleo"]),
  })
  .map(makeDraft);

describe("a plan", () => {
  test("returns for each draft in order whether it is created, updated or unchanged", () => {
    const store = new Store();
    store.save([makeDraft()]);
    const { outcomes } = store.save([
      makeDraft(),
      makeDraft({ upvotes: 4 }),
      makeDraft({ upvotes: 4 }),
      makeDraft({ day: "2026-03-06" }),
      makeDraft({ id: "b" }),
    ]);
    expect(outcomes).toEqual(["unchanged", "updated", "unchanged", "created", "created"]);
  });

  test("for stored drafts has no rows", () => {
    const store = new Store();
    store.save([makeDraft(), makeDraft({ id: "b" })]);
    expect(store.save([makeDraft({ id: "b" }), makeDraft()])).toEqual({
      outcomes: ["unchanged", "unchanged"],
      papers: [],
      listings: [],
      removedListings: [],
      rewrittenPaperIds: [],
      authors: [],
      categories: [],
      organizations: [],
      records: [],
    });
  });

  test("for a batch equals the plans for its parts, one after the other", () => {
    fc.assert(
      fc.property(fc.array(drafts, { maxLength: 12 }), fc.nat(12), (batch, cut) => {
        const [whole, parts] = [new Store(), new Store()];
        const outcomes = whole.save(batch).outcomes;
        const first = parts.save(batch.slice(0, cut)).outcomes;
        expect([...first, ...parts.save(batch.slice(cut)).outcomes]).toEqual(outcomes);
        expect(parts.rows()).toEqual(whole.rows());
      }),
      { numRuns: 1_000 },
    );
  });

  test("leaves the same rows for any order of a paper's days", () => {
    const distinct = fc.uniqueArray(drafts, {
      maxLength: 12,
      selector: ({ id, listing }) => id + listing.day,
    });
    const orders = distinct.chain((batch) =>
      fc.tuple(fc.constant(batch), fc.shuffledSubarray(batch, { minLength: batch.length })),
    );
    fc.assert(
      fc.property(orders, ([one, other]) => {
        const [first, second] = [new Store(), new Store()];
        first.save(one);
        second.save(other);
        expect(second.rows()).toEqual(first.rows());
      }),
      { numRuns: 1_000 },
    );
  });

  test("takes an organization and authors from the newest listing only", () => {
    const store = new Store();
    store.save([makeDraft({ day: "2026-03-05", authors: ["Ada", "Ben"] })]);
    const older = store.save([makeDraft({ day: "2026-03-04", authors: ["Cleo"] })]);
    expect(older).toMatchObject({ rewrittenPaperIds: [], authors: [], organizations: [] });
    expect(store.papers.get("a")).toMatchObject({ organizationId: "Ada", authorCount: 2 });
  });

  test("has the row of every organization that a paper names", () => {
    fc.assert(
      fc.property(fc.array(drafts, { maxLength: 12 }), (batch) => {
        const store = new Store();
        store.save(batch);
        for (const { organizationId } of store.papers.values()) {
          if (organizationId) expect(store.organizations.has(organizationId)).toBe(true);
        }
      }),
    );
  });
});

describe("a paper after a draft", () => {
  const later = new Date("2026-03-09T00:00:00.000Z");
  const mergeInto = (known: Paper | undefined, draft: Listed, now = NOW) =>
    mergePaper(known, draft, {
      authors: draft.authors,
      precedence: decidePrecedence(known, draft),
      firstListing: known && known.day < draft.listing.day ? known : draft.listing,
      now,
      sample: false,
    });

  test("keeps the votes cast here and adds them up", () => {
    const known = { ...mergeInto(undefined, makeDraft()), votes: 5, upvotes: 8 };
    const merged = mergeInto(known, makeDraft({ upvotes: 10 }), later);
    expect(merged).toMatchObject({ votes: 5, sourceUpvotes: 10, upvotes: 15 });
    expect(merged).toMatchObject({ createdAt: NOW, updatedAt: later });
    expect(merged.score).toBeGreaterThan(known.score);
  });

  test("with another hour on its first day is listed since then", () => {
    const known = mergeInto(undefined, makeDraft());
    const draft = makeDraft();
    draft.listing.listedAt = new Date("2026-03-05T22:00:00.000Z");
    const merged = mergeInto(known, draft, later);
    expect(merged.listedAt).toEqual(draft.listing.listedAt);
    expect(merged.score).toBeCloseTo(known.score + 0.5, 9);
  });

  test("of an older day keeps text and counts, and is listed since that day", () => {
    const known = { ...mergeInto(undefined, makeDraft()), votes: 5, upvotes: 8 };
    const merged = mergeInto(known, makeDraft({ day: "2026-03-01", upvotes: 99 }), later);
    expect(merged).toMatchObject({ title: known.title, upvotes: 8, sourceUpvotes: 3, votes: 5 });
    expect(merged).toMatchObject({ day: "2026-03-01", newestDay: "2026-03-05" });
    expect(merged.score).toBe(computeTrendingScore(merged));
    expect(merged.listedAt).toEqual(new Date("2026-03-01T10:00:00.000Z"));
  });
});
