import { Fragment } from "react";
import { LocalDate } from "@/components/LocalDate";
import { Markup } from "@/components/Markup";
import { formatCategory } from "@/features/papers/categories";
import type { PaperDetail } from "@/features/papers/queries";
import { formatShortDay, toUtcDay } from "@/lib/day";
import { TopicLink } from "./TopicLink";

/** Organization, dates, submitter, categories, journal and the authors' note of a paper. */
export function PaperFacts({ paper }: { paper: PaperDetail }) {
  const { organization, categories, note, journal } = paper;
  return (
    <div className="mt-2 space-y-1 break-words text-soft text-sm leading-relaxed">
      <p className="flex flex-wrap gap-x-4">
        {organization && (
          <span className="text-ink">
            <TopicLink kind="organization" name={organization.name}>
              {organization.fullname}
            </TopicLink>
          </span>
        )}
        <span>
          Published <Instant at={paper.publishedAt} />
        </span>
        <Revision paper={paper} />
        <Submitter listing={paper.listings.find(({ submitterName }) => submitterName)} />
      </p>
      {categories.length > 0 && (
        <p>
          {categories.map((category, index) => (
            <Fragment key={category}>
              {index > 0 && " · "}
              <TopicLink kind="category" name={category}>
                {formatCategory(category)}
              </TopicLink>
            </Fragment>
          ))}
        </p>
      )}
      {journal && <p>In {journal}</p>}
      {note && (
        <p>
          <span className="sr-only">Note by the authors: </span>
          <Markup source={note} />
        </p>
      )}
    </div>
  );
}

const Instant = ({ at }: { at: Date }) => (
  <LocalDate instant={at.toISOString()} text={formatShortDay(toUtcDay(at))} />
);

/** The date of the newest version; nothing for a first version. */
function Revision({ paper: { version, revisedAt, publishedAt } }: { paper: PaperDetail }) {
  const revised = revisedAt && toUtcDay(revisedAt) > toUtcDay(publishedAt) ? revisedAt : null;
  const numbered = version && version > 1 ? `Version ${version}` : null;
  if (!revised) return numbered && <span>{numbered}</span>;
  return (
    <span>
      {numbered ? `${numbered} of ` : "Revised "}
      <Instant at={revised} />
    </span>
  );
}

function Submitter({ listing }: { listing: PaperDetail["listings"][number] | undefined }) {
  if (!listing?.submitterName) return null;
  return (
    <span>
      Submitted by{" "}
      <TopicLink kind="submitter" name={listing.submitterName}>
        {listing.submitterFullname || listing.submitterName}
      </TopicLink>
    </span>
  );
}
