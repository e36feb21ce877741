import type { SubscriberEmail, Subscription } from "@/features/digest/subscription/queries";
import { formatLongDay, formatShortDay, toUtcDay } from "@/lib/day";

type Props = {
  subscription: Subscription;
  /** The newest emails */
  emails: SubscriberEmail[];
  token?: string;
};

const DELIVERY_STATES: Record<string, string> = {
  pending: "waiting to be sent",
  sending: "being sent",
  sent: "sent",
  deferred: "will be tried again",
  bounced: "bounced",
  skipped: "not sent",
  unknown: "may have arrived",
};

const CONSENT_SOURCES: Record<string, string> = {
  form: "through the emailed link",
  settings: "in the settings, signed in",
};

/** Lists what is stored about a subscriber: the newest emails here, everything as a file. */
export function PersonalData({ subscription, emails, token }: Props) {
  const query = token === undefined ? "" : `?token=${token}`;
  const { bounceScore } = subscription;
  return (
    <section aria-labelledby="known">
      <h2 id="known" className="font-semibold text-xl">
        What we know about this address
      </h2>
      <p className="mt-1">
        {formatConsent(subscription)} {bounceScore > 0 && `Bounce score: ${bounceScore}. `}
        We also keep your choices above and a record of what we sent. We don&rsquo;t track opens or
        clicks.
      </p>
      {emails.length > 0 && (
        <details className="mt-3">
          <summary className="min-h-6 font-medium">
            {emails.length === 1 ? "The last email" : `The last ${emails.length} emails`}
          </summary>
          <ul className="mt-2 divide-y divide-line">
            {emails.map((email) => (
              <EmailRow key={`${email.date} ${email.subject}`} email={email} />
            ))}
          </ul>
        </details>
      )}
      <p className="mt-3">
        <a href={`/api/subscription/data${query}`} className="quiet-link" download>
          Download everything as JSON
        </a>
      </p>
    </section>
  );
}

function formatConsent({ createdAt, confirmedAt, consentSource }: Subscription): string {
  const signedUp = `Signed up on ${formatShortDay(toUtcDay(createdAt))}`;
  if (!confirmedAt) return `${signedUp}.`;
  const source = CONSENT_SOURCES[consentSource] ?? `(${consentSource})`;
  return `${signedUp}, confirmed on ${formatShortDay(toUtcDay(confirmedAt))} ${source}.`;
}

function EmailRow({ email }: { email: SubscriberEmail }) {
  return (
    <li className="break-words py-2">
      <p>
        {formatLongDay(email.date)}: {DELIVERY_STATES[email.state] ?? email.state}
      </p>
      <p className="text-sm text-soft">
        {email.subject}
        {email.answer && ` (${email.answer})`}
      </p>
    </li>
  );
}
