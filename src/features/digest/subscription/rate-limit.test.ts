import { expect, test } from "vitest";
import { countEmailRequest } from "./rate-limit";

// One test: the counts are the process's, and each file of tests is a process of its own.
test("a network has twenty asks an hour, all together three hundred; each refusal says how long", async () => {
  for (let host = 0; host < 20; host += 1) await countEmailRequest(`192.0.2.${host}`);
  await expect(countEmailRequest("192.0.2.200")).rejects.toMatchObject({
    status: 429,
    message: "Your network asked for many mails just now. Try again in 60 minutes.",
  });
  for (let ask = 0; ask < 280; ask += 1)
    await countEmailRequest(`198.51.${Math.floor(ask / 10)}.1`);
  await expect(countEmailRequest("203.0.113.1")).rejects.toThrow(
    "Too many people are asking for mails right now. Try again in 60 minutes.",
  );
});
