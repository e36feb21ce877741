import { expect, test } from "vitest";
import { parseAddressFilter } from "./address-filter";

test.each([
  [undefined, ""],
  [" Ada", "ada"],
  ["ada@", "ada@"],
  ["Ada@Exam", "ada@exam"],
  ["info@пример.рф", "info@xn--e1afmkfd.xn--p1ai"],
  ["info@é/x", "info@é/x"],
])("the filter %j matches addresses that begin with %j", (value, beginning) => {
  expect(parseAddressFilter(value)).toBe(beginning);
});
