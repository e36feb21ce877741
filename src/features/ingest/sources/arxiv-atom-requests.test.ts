import { expect, test } from "vitest";
import { HOUR } from "@/lib/duration";
import { computeAnnouncement } from "../announcement";
import { OVERLAP_DAYS } from "./arxiv-atom-requests";

test("every paper of three years is announced while its submission is within the window that is read", () => {
  let longest = 0;
  for (let at = Date.UTC(2025, 0, 1); at < Date.UTC(2028, 0, 1); at += HOUR) {
    longest = Math.max(longest, computeAnnouncement(new Date(at)).at.getTime() - at);
  }
  expect(longest).toBeGreaterThan(5 * 24 * HOUR);
  // Leaves a week for papers that moderators put on hold.
  expect(longest).toBeLessThan((OVERLAP_DAYS - 7) * 24 * HOUR);
});
