type Facts = {
  id?: string;
  title?: string;
  day?: string;
  upvotes?: number;
  comments?: number;
  authors?: number;
  publishedAt?: string;
  /** Additional fields of the entry, and of its paper */
  entry?: object;
  paper?: object;
};

/** Creates an entry in the format of /api/daily_papers. */
export function makeEntry(facts: Facts = {}) {
  const { id = "2603.00001", day = "2026-03-05", upvotes = 3, comments = 1, authors = 2 } = facts;
  const title = facts.title ?? `A made-up paper numbered ${id}`;
  const summary = "We make up an abstract. It has two sentences.";
  const publishedAt = facts.publishedAt ?? "2026-03-02T09:00:00.000Z";
  return {
    paper: {
      id,
      authors: Array.from({ length: authors }, (_, index) => ({
        _id: `a${index}`.padEnd(24, "0"),
        name: `Ada Author ${index}`,
        hidden: false,
      })),
      publishedAt,
      submittedOnDailyAt: `${day}T10:30:00.000Z`,
      title,
      summary,
      upvotes,
      discussionId: "d".repeat(24),
      ...facts.paper,
    },
    publishedAt,
    title,
    summary,
    thumbnail: `https://thumbnails.example.org/${id}.png`,
    numComments: comments,
    submittedBy: { _id: "5".repeat(24), name: "sam", fullname: "Sam Submitter", type: "user" },
    isAuthorParticipating: false,
    ...facts.entry,
  };
}

/** Creates an entry in this site's own format, of a paper that is not on arXiv. */
export const makeSitePaper = (facts: object = {}) => ({
  id: "acl:2026.long-12",
  title: "A made-up paper of a conference",
  summary: "We make up an abstract.",
  authors: ["Ada Author", "Ben Writer"],
  publishedAt: "2026-03-02T09:00:00Z",
  url: "https://conference.example.org/2026.long-12",
  ...facts,
});
