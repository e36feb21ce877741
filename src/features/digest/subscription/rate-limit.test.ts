import { expect, test } from "vitest";
import { countEmailRequest } from "./rate-limit";

// One test, since the counts belong to the process, and each test file is a process of its own.
test("a network has 20 requests an hour, all networks 300; each error says how long to wait", async () => {
  for (let host = 0; host < 20; host += 1) await countEmailRequest(`192.0.2.${host}`);
  await expect(countEmailRequest("192.0.2.200")).rejects.toMatchObject({
    status: 429,
    message: "Your network has requested a lot of email. Try again in 60 minutes.",
  });
  for (let index = 0; index < 280; index += 1)
    await countEmailRequest(`198.51.${Math.floor(index / 10)}.1`);
  await expect(countEmailRequest("203.0.113.1")).rejects.toThrow(
    "We're sending a lot of email right now. Try again in 60 minutes.",
  );
});
