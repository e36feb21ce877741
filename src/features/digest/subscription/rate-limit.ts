import { toNetwork } from "@/lib/network";
import { RateLimit } from "@/lib/rate-limit";

const HOUR = 60 * 60;

/** Next bundles this module once a route, and all routes that mail somebody count together. */
const kept = globalThis as typeof globalThis & {
  dailyPapersAsks?: { network: RateLimit; everyone: RateLimit };
};

function limits() {
  kept.dailyPapersAsks ??= {
    network: new RateLimit({ points: 20, seconds: HOUR }),
    everyone: new RateLimit({ points: 300, seconds: HOUR }),
  };
  return kept.dailyPapersAsks;
}

/**
 * Counts a client that has a mail sent to an address it only says is theirs.
 *
 * @throws AppError too_many_requests, saying how long to wait
 */
export async function countEmailRequest(client: string): Promise<void> {
  await limits().network.consume(toNetwork(client), "Your network asked for many mails just now.");
  await limits().everyone.consume("all", "Too many people are asking for mails right now.");
}
