import { HOUR, SECOND } from "@/lib/duration";
import { toNetwork } from "@/lib/network";
import { rememberOnce } from "@/lib/process-wide";
import { RateLimit } from "@/lib/rate-limit";

const EMAILS_PER_NETWORK_AND_HOUR = 20;
const EMAILS_PER_HOUR = 300;

/** All routes that email somebody share these counts. */
const getLimits = () =>
  rememberOnce("email requests", () => ({
    network: new RateLimit({ points: EMAILS_PER_NETWORK_AND_HOUR, seconds: HOUR / SECOND }),
    everyone: new RateLimit({ points: EMAILS_PER_HOUR, seconds: HOUR / SECOND }),
  }));

/**
 * Counts a client's request to email an address that nobody has proved to be theirs.
 *
 * @throws AppError too_many_requests, with how long to wait
 */
export async function countEmailRequest(client: string): Promise<void> {
  const { network, everyone } = getLimits();
  await network.consume(toNetwork(client), "Your network has requested a lot of email.");
  await everyone.consume("all", "We're sending a lot of email right now.");
}
