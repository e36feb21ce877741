import type { Metadata } from "next";
import { env } from "@/env";

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
        A feed of research papers, day by day. Papers come from sources that the people of this site
        chose; readers vote for what is worth reading; a digest of what trends goes out by mail to
        those who asked for it.
      </p>
      <h2>Days</h2>
      <p>
        A day is a date in UTC. A paper stands on the day it was submitted to the feed, which is
        often a few days after it was published. Where a paper is submitted again, it stands on that
        day too, with the votes of that day.
      </p>
      <p>
        On a day, a week or a month, papers are ordered by upvotes, then by date of publication,
        newest first. Upvotes are those that came with the source and those cast here, together.
      </p>
      <h2 id="trending">Trending</h2>
      <p>Every paper has a score; the highest come first:</p>
      <p className="rounded-lg bg-raised px-4 py-3 font-mono text-sm">
        score = log₂(1 + upvotes + comments ÷ 2) + days
      </p>
      <p>
        <em>Days</em> run from 1970 to the moment the paper was first listed, with their fraction.
        So a paper with twice the points stands level with one listed a day later: the first votes
        weigh most, and yesterday&rsquo;s paper keeps its place only as long as votes come. Time
        moves all scores alike; nothing but votes, comments and new listings changes the order.
        Equal scores are ordered by date of publication, newest first, then by id.
      </p>
      <h2 id="search">Search</h2>
      <p>
        A search finds the papers in which every word stands, in title, authors, abstract, keywords
        or organisation; the last word may be only begun. Words in a title weigh most, then those in
        names of authors. Where more than 600 papers match, the newest 600 are ranked, and with them
        the newest 600 whose title alone matches; numbers beside years and categories are of those.
        By upvotes or by trend, such a search looks through the 20,000 foremost papers.
      </p>
      <h2 id="similar">Similar papers</h2>
      <p>
        Below a paper stand up to six that share most with it. Each word of its title, keywords and
        abstract weighs by how often the paper says it, title first, and by how rare it is on this
        site; the twelve weightiest are looked up, and the papers that hold most of their weight
        come first. Words that no other paper holds, or that too many do, don&rsquo;t count, and
        papers that share too little aren&rsquo;t shown. No service is asked for it.
      </p>
      <h2>Digest</h2>
      <p>
        Each reader chooses a rhythm, an hour in their own zone, how many papers, and topics. A mail
        has the papers that this site first saw since the edition before and that match, those that
        trend most first; a paper that was passed over comes later if it has risen among the first.
        What a reader was mailed once is not mailed to them again, on whatever day and in whatever
        version. Without new papers there is no mail. There is no tracking in it, and each mail has
        a link to unsubscribe and one to change all of this. The site&rsquo;s own editions, at{" "}
        {String(digest.hour).padStart(2, "0")}:00 ({digest.timeZone}), are on{" "}
        <a href="/digest">the digest&rsquo;s page</a>, with a feed.
      </p>
      <h2>Covers</h2>
      <p>
        The picture beside a paper is drawn from its title, authors and organisation: it is no part
        of the paper. No page of this site loads anything from anywhere else.
      </p>
    </article>
  );
}
