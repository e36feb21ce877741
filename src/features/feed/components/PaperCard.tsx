import { MessageSquare, Star } from "lucide-react";
import type { ReactNode } from "react";
import { LocalDate } from "@/components/LocalDate";
import { Markup } from "@/components/Markup";
import { computeCoverVersion } from "@/features/papers/cover/draw";
import { buildExcerpt, formatByline } from "@/features/papers/text";
import { VoteButton } from "@/features/votes/components/VoteButton";
import { formatShortDay, toUtcDay } from "@/lib/day";
import { plainText } from "@/lib/markup/markup";
import type { FeedPaper } from "../schema";
import { TopicLink } from "./TopicLink";

const MAX_EXCERPT_LENGTH = 300;

type Props = {
  paper: FeedPaper;
  /** Title and excerpt of a search hit, which replace the plain ones */
  highlighted?: { title: ReactNode; summary: ReactNode };
};

export function PaperCard({ paper, highlighted }: Props) {
  const address = `/papers/${paper.id}`;
  const title = plainText(paper.title);
  const version = computeCoverVersion({ ...paper, organization: paper.organization ?? undefined });
  return (
    <article className="grid grid-cols-[auto_minmax(0,1fr)_auto] grid-rows-[auto_auto_1fr] gap-x-4 gap-y-3 border-line border-b py-6 sm:gap-x-6 sm:gap-y-2">
      <div className="sm:row-span-3">
        <VoteButton paperId={paper.id} title={title} upvotes={paper.upvotes} />
      </div>
      <h3 className="break-words font-semibold text-lg leading-snug sm:text-xl">
        <a href={address} className="hover:text-accent">
          {highlighted?.title ?? <Markup source={paper.title} />}
        </a>
      </h3>
      {/* biome-ignore lint/a11y/useAnchorContent: the title beside it is the same link for everyone */}
      <a href={address} tabIndex={-1} aria-hidden className="w-20 sm:row-span-3 sm:w-44">
        <img
          src={`/covers/${paper.id}?v=${version}`}
          alt=""
          width={480}
          height={300}
          loading="lazy"
          decoding="async"
          className="aspect-8/5 w-full rounded-md border border-line object-cover"
        />
      </a>
      <p className="line-clamp-3 text-[0.9375rem] text-soft leading-relaxed max-sm:col-span-full">
        {highlighted?.summary ?? buildExcerpt(paper.summary, MAX_EXCERPT_LENGTH)}
      </p>
      <CardFacts paper={paper} />
    </article>
  );
}

/** Byline, date, submitter, stars and comments, on one line that wraps. */
function CardFacts({ paper }: { paper: FeedPaper }) {
  const published = paper.publishedAt;
  return (
    <ul className="flex flex-wrap content-start items-center gap-x-4 gap-y-1 text-soft text-sm max-sm:col-span-full">
      <li className="text-ink">
        <Byline paper={paper} />
      </li>
      <li>
        <LocalDate instant={published.toISOString()} text={formatShortDay(toUtcDay(published))} />
      </li>
      {paper.submitter && paper.submitterName && (
        <li>
          Submitted by{" "}
          <TopicLink kind="submitter" name={paper.submitterName}>
            {paper.submitter}
          </TopicLink>
        </li>
      )}
      {paper.githubRepo && paper.githubStars !== null && (
        <li className="inline-flex items-center gap-1.5 tabular-nums">
          <Star aria-hidden size={14} />
          <span className="sr-only">GitHub stars:</span>
          {paper.githubStars.toLocaleString("en")}
        </li>
      )}
      <li className="inline-flex items-center gap-1.5 tabular-nums">
        <MessageSquare aria-hidden size={14} />
        <span className="sr-only">Comments:</span>
        {paper.comments.toLocaleString("en")}
      </li>
    </ul>
  );
}

/** The byline, in which the organization is a link. */
function Byline({ paper }: { paper: FeedPaper }) {
  const { organization, organizationName } = paper;
  const words = formatByline(paper);
  if (!organization || !organizationName) return words;
  return (
    <>
      <TopicLink kind="organization" name={organizationName}>
        {organization}
      </TopicLink>
      {words.slice(organization.length)}
    </>
  );
}
