import { ChevronLeft, ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { type Day, formatPeriod, type Period, toMonth, toWeek } from "@/lib/day";
import { plural } from "@/lib/plural";
import type { Feed } from "../schema";
import { periodAddress } from "../view";
import { FeedAndExportLinks } from "./FeedAndExportLinks";
import { Pager } from "./Pager";
import { PaperCard } from "./PaperCard";
import { SampleNote } from "./SampleNote";

type Props = {
  feed: Feed;
  site: { name: string; curator?: string };
  /** Shown instead of papers if there are none */
  empty: ReactNode;
  /** Shown between the heading and the papers */
  children: ReactNode;
};

/** The page of a period or of the trending papers. */
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

const findNewestDay = (feed: Feed): Day | undefined =>
  feed.papers
    .map(({ day }) => day)
    .sort()
    .at(-1);

/** Links to the day, week and month around the papers that are shown, and to the trending papers. */
function Tabs({ feed }: { feed: Feed }) {
  const { period } = feed;
  const day = period?.kind === "day" ? period.key : (findNewestDay(feed) ?? period?.first);
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
          The most upvotes in the shortest time.{" "}
          <a href="/about#trending" className="quiet-link">
            How ranking works
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
            {plural(total, "paper")}
            {total > 1 && ", most upvoted first"}
          </p>
        )}
      </div>
      <NeighborLink to={previous} rel="prev" />
      <NeighborLink to={next} rel="next" />
    </div>
  );
}

/** A link to the nearest earlier or later period with papers; without one, an inactive arrow. */
function NeighborLink({ to, rel }: { to: Period | null; rel: "prev" | "next" }) {
  const label = rel === "prev" ? "Previous" : "Next";
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
      aria-label={`${label}: ${formatPeriod(to)}`}
      title={formatPeriod(to)}
      className={`${shape} hover:border-edge hover:bg-raised`}
    >
      <Arrow aria-hidden size={18} />
    </a>
  );
}
