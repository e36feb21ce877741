import type { SubscriberEmail, Subscription } from "@/features/digest/subscription/queries";
import { formatLongDay, formatShortDay, toUtcDay } from "@/lib/day";

type Props = {
  subscription: Subscription;
  /** The newest */
  emails: SubscriberEmail[];
  token?: string;
};

const STATES: Record<string, string> = {
  pending: "waits to be sent",
  sending: "is being sent",
  sent: "sent",
  deferred: "will be tried again",
  bounced: "came back",
  skipped: "not sent",
  unknown: "may have arrived",
};

const SOURCES: Record<string, string> = {
  form: "by the link we mailed",
  settings: "in the settings, signed in",
};

/** Everything that is kept about an address: the newest mails here, all of it as a file. */
export function PersonalData({ subscription, emails, token }: Props) {
  const query = token === undefined ? "" : `?token=${token}`;
  const { createdAt, confirmedAt, consentSource, bounceScore } = subscription;
  return (
    <section aria-labelledby="known">
      <h2 id="known" className="font-semibold text-xl">
        What we know about this address
      </h2>
      <p className="mt-1">
        First asked for on {formatShortDay(toUtcDay(createdAt))}
        {confirmedAt &&
          `; agreed to on ${formatShortDay(toUtcDay(confirmedAt))}, ${SOURCES[consentSource] ?? consentSource}`}
        . {bounceScore > 0 && `Mails that came back weigh ${bounceScore} so far. `}
        Beside that: what is chosen above, and which mails went out. Not whether you opened them, or
        what you clicked: we don&rsquo;t learn that.
      </p>
      {emails.length > 0 && (
        <details className="mt-3">
          <summary className="min-h-6 font-medium">
            {emails.length === 1 ? "The last mail" : `The last ${emails.length} mails`}
          </summary>
          <ul className="mt-2 divide-y divide-line">
            {emails.map((mail) => (
              <Mail key={`${mail.date} ${mail.subject}`} mail={mail} />
            ))}
          </ul>
        </details>
      )}
      <p className="mt-3">
        <a href={`/api/subscription/data${query}`} className="quiet-link" download>
          Download all of it as JSON
        </a>
      </p>
    </section>
  );
}

function Mail({ mail }: { mail: SubscriberEmail }) {
  return (
    <li className="break-words py-2">
      <p>
        {formatLongDay(mail.date)}: {STATES[mail.state] ?? mail.state}
      </p>
      <p className="text-sm text-soft">
        {mail.subject}
        {mail.answer && ` (${mail.answer})`}
      </p>
    </li>
  );
}
