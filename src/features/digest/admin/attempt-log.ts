import { z } from "zod";

const attempts = z.array(z.object({ at: z.string(), answer: z.string().nullish() }));
export type Attempt = { at: string; answer: string };

/** The attempts before the last, oldest first; what can't be read is told as it stands. */
export function parseAttemptLog(text: string): Attempt[] {
  try {
    return attempts
      .parse(JSON.parse(text))
      .map(({ at, answer }) => ({ at, answer: answer ?? "no answer" }));
  } catch {
    return [{ at: "", answer: text }];
  }
}
