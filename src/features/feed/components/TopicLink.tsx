import type { ReactNode } from "react";
import { hasTopicPage, type Topic, topicAddress } from "../topic";

const QUIET = "underline decoration-line underline-offset-4 hover:decoration-current";

/** A link to a topic's page; plain text if the name can't be part of an address. */
export function TopicLink({ kind, name, children }: Topic & { children: ReactNode }) {
  if (!hasTopicPage(name)) return children;
  return (
    <a href={topicAddress({ kind, name })} className={QUIET}>
      {children}
    </a>
  );
}
