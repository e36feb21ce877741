import { setTimeout as sleep } from "node:timers/promises";
import { HOUR, MINUTE, SECOND } from "@/lib/duration";
import { toNetwork } from "@/lib/http/network";
import { createRateLimitError, RateLimit } from "@/lib/http/rate-limit";
import { rememberOnce } from "@/lib/process-wide";

const EMAILS_PER_NETWORK_AND_HOUR = 20;
/** A stranger on one network must not use up what a mailbox may get from all networks. */
const EMAILS_PER_NETWORK_MAILBOX_AND_HOUR = 5;
const EMAILS_PER_MAILBOX_AND_HOUR = 10;
/**
 * The time between two emails to a mailbox that has had its emails of the hour. It is shorter than a
 * sign-in link works, so the mailbox always has a link that works.
 */
const MAILBOX_INTERVAL_MS = 5 * MINUTE;
const EMAILS_PER_PERSON_AND_HOUR = 5;
/** Requests beyond these wait for their turn. */
const EMAILS_PER_HOUR = 300;
/** The time between two turns. */
const TURN_MS = 2 * SECOND;
/** The longest time that a request waits for its turn before it is refused. */
const MAX_WAIT_MS = 20 * SECOND;

const perHour = (points: number) => new RateLimit({ points, seconds: HOUR / SECOND });

/** All routes that email somebody share these counts. */
const getLimits = () =>
  rememberOnce("email requests", () => ({
    network: perHour(EMAILS_PER_NETWORK_AND_HOUR),
    networkAndMailbox: perHour(EMAILS_PER_NETWORK_MAILBOX_AND_HOUR),
    mailbox: perHour(EMAILS_PER_MAILBOX_AND_HOUR),
    fullMailbox: new RateLimit({ points: 1, seconds: MAILBOX_INTERVAL_MS / SECOND }),
    person: perHour(EMAILS_PER_PERSON_AND_HOUR),
    everyone: perHour(EMAILS_PER_HOUR),
    nextTurnAt: 0,
  }));

/**
 * Returns the mailbox of an address, under which its emails are counted: `Ada+papers@Example.org` is
 * delivered to the mailbox of `ada@example.org`.
 */
export function toMailbox(email: string): string {
  const at = email.lastIndexOf("@");
  const local = email.slice(0, at).replace(/(?<=.)\+.*$/s, "");
  return (local + email.slice(at)).toLowerCase();
}

/**
 * Counts an email to a mailbox. After the emails of the hour it allows one every five minutes, so that
 * a flood of requests neither fills a mailbox nor locks its owner out.
 *
 * @throws AppError too_many_requests, with how long to wait
 */
export async function countEmailToMailbox(email: string): Promise<void> {
  const { mailbox, fullMailbox } = getLimits();
  const key = toMailbox(email);
  if ((await mailbox.count(key)).allowed) return;
  await fullMailbox.consume(key, ALREADY_SENT);
}

const ALREADY_SENT = "We've already sent several emails to this address. Use the newest one.";

/** Waits for a turn, so that a flood of requests from many networks slows sending, but doesn't stop it. */
async function waitForTurn(): Promise<void> {
  const limits = getLimits();
  if ((await limits.everyone.count("all")).allowed) return;
  const now = performance.now();
  const turnAt = Math.max(now, limits.nextTurnAt);
  const wait = turnAt - now;
  if (wait > MAX_WAIT_MS) {
    throw createRateLimitError("We're sending a lot of email right now.", wait - MAX_WAIT_MS);
  }
  limits.nextTurnAt = turnAt + TURN_MS;
  await sleep(wait);
}

type EmailRequest = {
  /** The key under which the client's requests are counted */
  client: string;
  /** The address to email; absent if it is known to belong to whoever asks */
  email?: string;
  /** The signed-in person who asks */
  viewer?: { id: string; email: string } | null;
};

/**
 * Counts a client's request to email an address. For a viewer's own mailbox only the viewer's own
 * requests count, so nobody else can use up their limit. Waits up to `MAX_WAIT_MS` when all networks
 * together have requested a lot of email.
 *
 * @throws AppError too_many_requests, with how long to wait
 */
export async function countEmailRequest({ client, email, viewer }: EmailRequest): Promise<void> {
  const limits = getLimits();
  if (viewer && email && toMailbox(viewer.email) === toMailbox(email)) {
    await limits.person.consume(viewer.id, ALREADY_SENT);
    return;
  }
  const network = toNetwork(client);
  await limits.network.consume(network, "Your network has requested a lot of email.");
  if (email) {
    await limits.networkAndMailbox.consume(`${network} ${toMailbox(email)}`, ALREADY_SENT);
    await countEmailToMailbox(email);
  }
  await waitForTurn();
}
