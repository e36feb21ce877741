import type { Metadata } from "next";
import { env } from "@/env";
import { formatZone } from "@/features/digest/schedule/zone-names";

export const metadata: Metadata = {
  title: "About",
  alternates: { canonical: "/about" },
};

export default function AboutPage() {
  const { siteName, digest } = env();
  return (
    <article className="mx-auto max-w-2xl space-y-4 pt-10 leading-relaxed [&_h2]:pt-6 [&_h2]:font-semibold [&_h2]:text-2xl">
      <h1 className="font-semibold text-4xl tracking-tight">About {siteName}</h1>
      <p>
        A daily feed of research papers. Papers come from sources that this site&rsquo;s admins
        chose, readers upvote what is worth reading, and a digest of trending papers goes out by
        email to those who subscribe.
      </p>
      <h2>Days</h2>
      <p>
        A day is a date in UTC. Papers appear on the day they were submitted here, which is often a
        few days after they were published. A paper submitted again also appears on that day, with
        that day&rsquo;s upvotes.
      </p>
      <p>
        On a day, week or month page, papers are ordered by upvotes, then by date of publication,
        newest first. Upvotes are the sum of those from the source and those cast here.
      </p>
      <h2 id="trending">Trending</h2>
      <p>Every paper has a score, and papers are listed from the highest score down:</p>
      <p className="rounded-lg bg-raised px-4 py-3 font-mono text-sm">
        score = log₂(1 + upvotes + comments ÷ 2) + days
      </p>
      <p>
        <em>days</em> = time from Jan 1, 1970 to first listing, in days (with decimals). A paper
        with twice the points (1 + upvotes + comments ÷ 2) ranks level with one listed a day later:
        the first votes count most, and yesterday&rsquo;s paper keeps its place only while votes
        keep coming. The score doesn&rsquo;t change with time; only votes, comments and new listings
        change the order. Equal scores are ordered by date of publication, newest first, then by id.
      </p>
      <h2 id="search">Search</h2>
      <p>
        A search finds papers that contain every word in their title, authors, abstract, keywords or
        organization; the last word can be incomplete. Words in a title count most, then those in
        author names. If more than 600 papers match, we rank the newest 600 and the newest 600 whose
        title alone matches; counts beside years and categories cover those. Sorted by upvotes or
        trending, such a search covers the top 20,000 papers.
      </p>
      <h2 id="similar">Similar papers</h2>
      <p>
        A paper&rsquo;s page shows up to six papers that have the most in common with it. Each word
        of its title, keywords and abstract is weighted by how often the paper uses it, most of all
        in the title, and by how rare it is on this site. We look up the twelve highest-weighted
        words and list first the papers that share the most weight. Words that no other paper
        contains, or that too many contain, don&rsquo;t count, and papers with too little in common
        aren&rsquo;t shown. Computed here; no outside service.
      </p>
      <h2>Digest</h2>
      <p>
        Each subscriber chooses how often and at what hour of their time zone the digest arrives,
        how many papers it has, and topics. It contains the matching papers that are new here since
        the previous edition, ordered by trending score. A paper that was left out can follow later
        if it rises to the top. No paper is sent to a subscriber twice, whatever its day or version.
        No new papers, no email. There is no tracking, and each email has links to unsubscribe and
        to change these settings. The site&rsquo;s own editions, at{" "}
        {String(digest.hour).padStart(2, "0")}:00 ({formatZone(digest.timeZone)}), are in the{" "}
        <a href="/digest">digest archive</a>, which also has a feed.
      </p>
      <h2>Covers</h2>
      <p>
        The picture beside a paper is generated from its title, authors and organization; it
        isn&rsquo;t from the paper. Pages load nothing from other sites.
      </p>
    </article>
  );
}
