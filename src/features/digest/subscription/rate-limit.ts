import { Limit } from "@/lib/limit";
import { networkOf } from "@/lib/network";

const HOUR = 60 * 60;

/** Next bundles this module once a route, and all routes that mail somebody count together. */
const kept = globalThis as typeof globalThis & {
  dailyPapersAsks?: { network: Limit; everyone: Limit };
};

function limits() {
  kept.dailyPapersAsks ??= {
    network: new Limit({ points: 20, seconds: HOUR }),
    everyone: new Limit({ points: 300, seconds: HOUR }),
  };
  return kept.dailyPapersAsks;
}

/**
 * Counts a client that has a mail sent to an address it only says is theirs.
 *
 * @throws AppError too_many_requests, saying how long to wait
 */
export async function countAsk(client: string): Promise<void> {
  await limits().network.take(networkOf(client), "Your network asked for many mails just now.");
  await limits().everyone.take("all", "Too many people are asking for mails right now.");
}
