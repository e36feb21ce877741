import { Rss } from "lucide-react";
import { DIGEST_FEEDS } from "@/features/digest/issue/links";

/** Links to the archive's feeds. */
export function FeedLinks() {
  return (
    <p className="flex flex-wrap items-center gap-x-4 text-soft text-sm">
      <span className="inline-flex items-center gap-2">
        <Rss aria-hidden size={14} />
        Follow
      </span>
      {DIGEST_FEEDS.map(({ name, href, type }) => (
        <a key={name} href={href} type={type} className="quiet-link py-2">
          {name}
        </a>
      ))}
    </p>
  );
}
