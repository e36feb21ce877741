import { ChevronLeft } from "lucide-react";
import type { ReactNode } from "react";
import { Markup } from "@/components/Markup";
import type { PaperDetail } from "@/features/papers/queries";
import { VoteButton } from "@/features/votes/components/VoteButton";
import { formatLongDay } from "@/lib/day";
import { plainText } from "@/lib/markup/markup";
import { citeLinks } from "../links";
import { LinkGroups } from "./FeedAndExportLinks";
import { PaperAuthors } from "./PaperAuthors";
import { PaperFacts } from "./PaperFacts";
import { PaperLinks } from "./PaperLinks";
import { SampleNote } from "./SampleNote";

/** The page of one paper; the caller adds the sections below. */
export function PaperPage({ paper, children }: { paper: PaperDetail; children?: ReactNode }) {
  return (
    <article className="mx-auto max-w-3xl pt-6 sm:pt-10">
      <p className="flex flex-wrap gap-x-5 text-sm">
        {paper.listings.map(({ day }) => (
          <a
            key={day}
            href={`/papers/date/${day}`}
            className="inline-flex items-center gap-1 py-2 text-soft hover:text-ink"
          >
            <ChevronLeft aria-hidden size={16} />
            {formatLongDay(day)}
          </a>
        ))}
      </p>
      {paper.withdrawn && (
        <p className="mt-3 rounded-lg bg-raised px-4 py-3 text-sm">
          This paper has been withdrawn.
        </p>
      )}
      <div className="mt-3 flex items-start gap-4 sm:gap-6">
        <h1 className="min-w-0 flex-1 break-words font-semibold text-2xl leading-tight tracking-tight sm:text-4xl">
          <Markup source={paper.title} />
        </h1>
        <VoteButton paperId={paper.id} title={plainText(paper.title)} upvotes={paper.upvotes} />
      </div>
      <PaperAuthors authors={paper.authors} />
      <PaperFacts paper={paper} />
      <PaperLinks paper={paper} />
      <div className="mt-2">
        <LinkGroups groups={[{ label: "Cite", links: citeLinks(paper.id) }]} />
      </div>
      {paper.sample && <SampleNote />}
      {paper.aiSummary && (
        <Section title="AI summary">
          <p className="leading-relaxed">
            <Markup source={paper.aiSummary} />
          </p>
          <p className="mt-2 text-sm text-soft">
            AI-generated ({paper.aiSummaryModel ?? "model unknown"}). May contain errors.
          </p>
        </Section>
      )}
      <Section title={paper.sample ? "Summary" : "Abstract"}>
        <p className="font-serif text-[1.0625rem] leading-[1.7] sm:text-lg">
          {paper.summary ? <Markup source={paper.summary} /> : "No abstract available."}
        </p>
      </Section>
      <Keywords keywords={paper.keywords} />
      {children}
    </article>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="mt-8">
      <h2 className="mb-2 font-semibold text-xl">{title}</h2>
      {children}
    </section>
  );
}

function Keywords({ keywords }: { keywords: string[] }) {
  if (keywords.length === 0) return null;
  return (
    <Section title="Keywords">
      <ul className="flex flex-wrap gap-2 text-sm">
        {[...new Set(keywords)].map((keyword) => (
          <li key={keyword} className="rounded-full bg-raised px-3 py-1">
            {keyword}
          </li>
        ))}
      </ul>
    </Section>
  );
}
