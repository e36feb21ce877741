import { exportLinks, type NamedLink } from "@/features/feed/links";
import type { Feed } from "@/features/feed/schema";

/** Quiet links, each as tall as a finger where fingers are used. */
export function LinkGroups({ groups }: { groups: { label: string; ways: NamedLink[] }[] }) {
  return (
    <div className="flex flex-wrap gap-x-6 text-sm text-soft">
      {groups.map(({ label, ways }) => (
        <nav key={label} aria-label={label} className="flex flex-wrap items-center gap-x-1">
          <span aria-hidden>{label}</span>
          {ways.map(({ name, href }) => (
            <a
              key={name}
              href={href}
              className="inline-flex min-h-11 min-w-11 items-center justify-center px-1.5 hover:text-ink hover:underline"
            >
              {name}
            </a>
          ))}
        </nav>
      ))}
    </div>
  );
}

/** The list for feed readers, and what this page shows of it for bibliographies and spreadsheets. */
export function FeedAndExportLinks({ feed: { view, period } }: { feed: Feed }) {
  const { feeds } = exportLinks(view);
  const { exports } = exportLinks(period ? { kind: "period", period } : view);
  return (
    <div className="mt-8">
      <LinkGroups
        groups={[
          { label: "Follow", ways: feeds },
          { label: "Export", ways: exports },
        ]}
      />
    </div>
  );
}
