import { expectErrors } from "@tests/set-up";
import { expect, test, vi } from "vitest";
import { log } from "./log";

test("an event is one line, with any content of its fields", () => {
  log.info("an event", { text: 'two\nlines and a "quote"', count: 3, yes: true, no: undefined });
  expect(console.log).toHaveBeenCalledExactlyOnceWith(
    'info an event text="two\\nlines and a \\"quote\\"" count=3 yes=true',
  );
});

test("each level has its own output", () => {
  expectErrors(/^error c$/);
  log.info("a");
  log.warn("b");
  log.error("c");
  expect(vi.mocked(console.log).mock.calls).toEqual([["info a"]]);
  expect(vi.mocked(console.warn).mock.calls).toEqual([["warn b"]]);
  expect(vi.mocked(console.error).mock.calls).toEqual([["error c"]]);
});

test.each([
  ["550 <ada.lovelace+x@mail.example.org> unknown", "550 <a…@mail.example.org> unknown"],
  ["a@example.org, bob@example.org", "a…@example.org, b…@example.org"],
  ["at node_modules/@prisma/client.js:1", "at node_modules/@prisma/client.js:1"],
])("no complete email address is written: %s", (text, written) => {
  log.info("an event", { reason: text });
  expect(console.log).toHaveBeenCalledWith(`info an event reason="${written}"`);
});

test.each([
  ["/unsubscribe/reader-1.0a1b", "/unsubscribe/…"],
  ["/subscription/reader-1.2026-05-04.0a1b/delete", "/subscription/…/delete"],
  [
    "/api/subscription/data?token=reader-1.2026-05-04.0a1b&x=1",
    "/api/subscription/data?token=…&x=1",
  ],
  ["/api/subscription/preferences", "/api/subscription/preferences"],
])("no token is written: %s", (text, written) => {
  log.info("an event", { path: text });
  expect(console.log).toHaveBeenCalledWith(`info an event path="${written}"`);
});
