import { ChevronLeft, ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { type Day, formatPeriod, type Period, toMonth, toWeek } from "@/lib/day";
import type { Feed } from "../schema";
import { periodAddress } from "../view";
import { FeedAndExportLinks } from "./FeedAndExportLinks";
import { Pager } from "./Pager";
import { PaperCard } from "./PaperCard";
import { SampleNote } from "./SampleNote";

type Props = {
  feed: Feed;
  site: { name: string; curator?: string };
  /** Said where there are no papers */
  empty: ReactNode;
  /** Stands between head and papers */
  children: ReactNode;
};

/** A list page: head, what the caller puts below it, and the papers. */
export function FeedPage({ feed, site, empty, children }: Props) {
  return (
    <>
      <div className="pt-8 sm:pt-12">
        <h1 className="font-semibold text-4xl tracking-tight sm:text-5xl">{site.name}</h1>
        {site.curator && (
          <p className="mt-2 text-soft">by {site.curator} and the research community</p>
        )}
      </div>
      <Tabs feed={feed} />
      <PeriodHead feed={feed} />
      {children}
      {feed.sample && <SampleNote />}
      {feed.papers.length === 0 ? (
        <div className="py-16 text-center">{empty}</div>
      ) : (
        feed.papers.map((paper) => <PaperCard key={paper.id} paper={paper} />)
      )}
      <Pager page={feed.page} pages={feed.pages} />
      <FeedAndExportLinks feed={feed} />
    </>
  );
}

const newestDay = (feed: Feed): Day | undefined =>
  feed.papers
    .map(({ day }) => day)
    .sort()
    .at(-1);

/** The same papers by day, week and month, around where the reader is. */
function Tabs({ feed }: { feed: Feed }) {
  const { period } = feed;
  const day = period?.kind === "day" ? period.key : (newestDay(feed) ?? period?.first);
  const tabs = [
    { name: "Day", href: day ? `/papers/date/${day}` : "/papers", kind: "day" },
    { name: "Week", href: day ? periodAddress(toWeek(day)) : "/papers", kind: "week" },
    { name: "Month", href: day ? periodAddress(toMonth(day)) : "/papers", kind: "month" },
    { name: "Trending", href: "/papers/trending", kind: undefined },
  ];
  return (
    <nav aria-label="Periods" className="mt-6 flex gap-1 border-line border-b text-sm">
      {tabs.map(({ name, href, kind }) => (
        <a
          key={name}
          href={href}
          aria-current={kind === period?.kind ? "page" : undefined}
          className="-mb-px border-transparent border-b-2 px-3 py-3 text-soft first:pl-0 hover:text-ink aria-[current]:border-accent aria-[current]:font-medium aria-[current]:text-ink"
        >
          {name}
        </a>
      ))}
    </nav>
  );
}

function PeriodHead({ feed }: { feed: Feed }) {
  const { period, previous, next, total } = feed;
  if (!period) {
    return (
      <div className="py-5">
        <h2 className="font-semibold text-xl">Trending now</h2>
        <p className="mt-1 text-sm text-soft">
          Many votes in little time.{" "}
          <a href="/about#trending" className="quiet-link">
            How this is worked out
          </a>
        </p>
      </div>
    );
  }
  return (
    <div className="flex items-center gap-3 py-5">
      <div className="mr-auto">
        <h2 className="font-semibold text-xl">{formatPeriod(period)}</h2>
        {total > 0 && (
          <p className="mt-1 text-sm text-soft">
            {total === 1 ? "1 paper" : `${total.toLocaleString("en")} papers, most upvoted first`}
          </p>
        )}
      </div>
      <Step to={previous} rel="prev" />
      <Step to={next} rel="next" />
    </div>
  );
}

/** To the neighbouring period that has papers; where there is none, nothing to press. */
function Step({ to, rel }: { to: Period | null; rel: "prev" | "next" }) {
  const word = rel === "prev" ? "Previous" : "Next";
  const Arrow = rel === "prev" ? ChevronLeft : ChevronRight;
  const shape = "inline-flex size-11 items-center justify-center rounded-lg border border-line";
  if (!to) {
    return (
      <span aria-hidden className={`${shape} text-line`}>
        <Arrow size={18} />
      </span>
    );
  }
  return (
    <a
      href={periodAddress(to)}
      rel={rel}
      aria-label={`${word}: ${formatPeriod(to)}`}
      title={formatPeriod(to)}
      className={`${shape} hover:border-edge hover:bg-raised`}
    >
      <Arrow aria-hidden size={18} />
    </a>
  );
}
