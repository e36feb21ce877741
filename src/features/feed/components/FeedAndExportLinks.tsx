import { exportLinks, type NamedLink } from "@/features/feed/links";
import type { Feed } from "@/features/feed/schema";

/** Groups of links, each large enough to touch. */
export function LinkGroups({ groups }: { groups: { label: string; links: NamedLink[] }[] }) {
  return (
    <div className="flex flex-wrap gap-x-6 text-sm text-soft">
      {groups.map(({ label, links }) => (
        <nav key={label} aria-label={label} className="flex flex-wrap items-center gap-x-1">
          <span aria-hidden>{label}</span>
          {links.map(({ name, href }) => (
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

/** Links to the feeds of a list, and to exports of the papers that this page shows. */
export function FeedAndExportLinks({ feed: { view, period } }: { feed: Feed }) {
  const { feeds } = exportLinks(view);
  const { exports } = exportLinks(period ? { kind: "period", period } : view);
  return (
    <div className="mt-8">
      <LinkGroups
        groups={[
          { label: "Follow", links: feeds },
          { label: "Export", links: exports },
        ]}
      />
    </div>
  );
}
