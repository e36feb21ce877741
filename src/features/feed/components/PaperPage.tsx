import { ArrowUpRight, ChevronLeft, Star } from "lucide-react";
import type { ReactNode } from "react";
import { LocalTime } from "@/components/LocalTime";
import { Markup } from "@/components/Markup";
import type { PaperDetail } from "@/features/papers/queries";
import { countAuthors } from "@/features/papers/text";
import { VoteButton } from "@/features/votes/components/VoteButton";
import { dayOf, longDay, shortDay } from "@/lib/day";
import { plainText } from "@/lib/markup";
import { citeLinks } from "../links";
import { SampleNote } from "./SampleNote";
import { WaysOut } from "./WaysOut";

const AUTHORS_SHOWN = 20;

const list = (json: string): string[] => JSON.parse(json);

/** One paper, all that is known of it. */
export function PaperPage({ paper }: { paper: PaperDetail }) {
  const submitter = paper.listings[0]?.submitterFullname || paper.listings[0]?.submitterName;
  const published = paper.publishedAt;
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
            {longDay(day)}
          </a>
        ))}
      </p>
      <div className="mt-3 flex items-start gap-4 sm:gap-6">
        <h1 className="min-w-0 flex-1 break-words font-semibold text-2xl leading-tight tracking-tight sm:text-4xl">
          <Markup source={paper.title} />
        </h1>
        <VoteButton paperId={paper.id} title={plainText(paper.title)} upvotes={paper.upvotes} />
      </div>
      <Authors authors={paper.authors} />
      <p className="mt-2 flex flex-wrap gap-x-4 text-soft text-sm leading-relaxed">
        {paper.organization && <span className="text-ink">{paper.organization.fullname}</span>}
        <span>
          Published{" "}
          <LocalTime instant={published.toISOString()} text={shortDay(dayOf(published))} />
        </span>
        {submitter && <span>Submitted by {submitter}</span>}
      </p>
      <Links paper={paper} />
      <div className="mt-2">
        <WaysOut groups={[{ label: "Cite", ways: citeLinks(paper.id) }]} />
      </div>
      {paper.sample && <SampleNote />}
      {paper.aiSummary && (
        <Section title="AI summary">
          <p className="leading-relaxed">
            <Markup source={paper.aiSummary} />
          </p>
          <p className="mt-2 text-sm text-soft">
            Written by {paper.aiSummaryModel ?? "a model that the source does not name"}; it can be
            wrong.
          </p>
        </Section>
      )}
      <Section title={paper.sample ? "Summary" : "Abstract"}>
        <p className="font-serif text-[1.0625rem] leading-[1.7] sm:text-lg">
          {paper.summary ? <Markup source={paper.summary} /> : "The source gave no abstract."}
        </p>
      </Section>
      <Keywords keywords={list(paper.keywords)} />
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

/** The first twenty, and the rest on demand: some papers have thousands. */
function Authors({ authors }: { authors: PaperDetail["authors"] }) {
  // Hidden at the source by those who asked for it.
  const names = authors.filter(({ hidden }) => !hidden).map(({ name }) => name);
  if (names.length === 0) return null;
  const rest = names.slice(AUTHORS_SHOWN);
  return (
    <div className="mt-4 leading-relaxed">
      <span className="sr-only">Authors: </span>
      {names.slice(0, AUTHORS_SHOWN).join(", ")}
      {rest.length > 0 && (
        <details>
          <summary className="py-1 text-soft text-sm hover:text-ink">
            and {rest.length.toLocaleString("en")} more of {countAuthors(names.length)}
          </summary>
          <p>{rest.join(", ")}</p>
        </details>
      )}
    </div>
  );
}

function Links({ paper }: { paper: PaperDetail }) {
  const media = list(paper.mediaUrls).filter((address) => /^https?:\/\//.test(address));
  return (
    <p className="mt-5 flex flex-wrap gap-2">
      <Out href={`https://arxiv.org/abs/${paper.id}`}>arXiv</Out>
      <Out href={`https://arxiv.org/pdf/${paper.id}`}>PDF</Out>
      {paper.githubRepo && (
        <Out href={paper.githubRepo}>
          Code
          {paper.githubStars !== null && (
            <span className="inline-flex items-center gap-1 text-soft tabular-nums">
              <Star aria-hidden size={13} />
              <span className="sr-only">GitHub stars:</span>
              {paper.githubStars.toLocaleString("en")}
            </span>
          )}
        </Out>
      )}
      {paper.projectPage && <Out href={paper.projectPage}>Project</Out>}
      {media.map((address, index) => (
        <Out key={address} href={address}>
          {media.length > 1 ? `Media ${index + 1}` : "Media"}
        </Out>
      ))}
    </p>
  );
}

function Out({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a
      href={href}
      rel="noopener"
      className="inline-flex min-h-11 items-center gap-2 rounded-lg border border-line px-3.5 text-sm font-medium hover:border-edge hover:bg-raised"
    >
      {children}
      <ArrowUpRight aria-hidden size={14} className="text-soft" />
    </a>
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
