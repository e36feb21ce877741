import { expect, test } from "vitest";
import { parseHttpDate } from "./date";

test.each([
  "Sun, 06 Nov 1994 08:49:37 GMT",
  "Sunday, 06-Nov-94 08:49:37 GMT",
  "Sun Nov  6 08:49:37 1994",
])("%s is an HTTP date", (text) => {
  expect(parseHttpDate(text)?.toISOString()).toBe("1994-11-06T08:49:37.000Z");
});

test.each([
  "",
  "yesterday",
  "1994",
  "-5",
  "1994-11-06T08:49:37Z",
  "Sun, 06 Nov 1994 08:49:37 +0100",
  "Sun, 06 Nov 1994 08:49:37 GMT, Mon, 07 Nov 1994 08:49:37 GMT",
  "Sun, 99 Nov 1994 08:49:37 GMT",
  "Sun, 06 Foo 1994 08:49:37 GMT",
])("%j is not an HTTP date", (text) => {
  expect(parseHttpDate(text)).toBeNull();
});
