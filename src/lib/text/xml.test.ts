import { assertLinearTime, growsLinearly } from "@tests/growth";
import { describe, expect, test } from "vitest";
import { AppError } from "@/lib/errors";
import {
  findAttribute,
  findChild,
  findText,
  getOwnText,
  listChildren,
  listTexts,
  parseXml,
} from "./xml";

const read = (text: string) => parseXml(text).element;

test("children are always lists, even single ones", () => {
  expect(listTexts(read("<a><b>1</b></a>"), "b")).toEqual(["1"]);
  expect(listTexts(read("<a><b>1</b><b/><b> 2 </b></a>"), "b")).toEqual(["1", "2"]);
  expect(listChildren(read("<a/>"), "b")).toEqual([]);
});

test("texts are kept: references are decoded once, numbers stay text, controls are removed", () => {
  expect(findText(read("<a><b>Erd&#337;s &#x1F600; &lt;b&gt; &amp;lt;</b></a>"), "b")).toBe(
    "Erdős 😀 <b> &lt;",
  );
  expect(findText(read("<a><b>0704.00010</b></a>"), "b")).toBe("0704.00010");
  expect(findText(read("<a><b>x\u0000&#1;\ufffey</b></a>"), "b")).toBe("xy");
  expect(findText(read("<a><b><![CDATA[1 < 2 &amp;]]></b></a>"), "b")).toBe("1 < 2 &amp;");
  expect(findAttribute(findChild(read('<a><b term="x &amp; &#337;"/></a>'), "b"), "term")).toBe(
    "x & ő",
  );
  expect(getOwnText(read("<a>one<b>two</b></a>"))).toBe("one");
});

test("names in the document reach nothing outside of it", () => {
  const element = read("<a><b/></a>");
  for (const name of ["constructor", "toString", "__proto__"]) {
    expect(listChildren(element, name)).toEqual([]);
    expect(findAttribute(element, name)).toBeUndefined();
  }
});

const refused = (text: string) => {
  try {
    parseXml(text);
  } catch (error) {
    if (error instanceof AppError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return "read";
};

describe("refused whole", () => {
  const bomb = `<!DOCTYPE a [${Array.from({ length: 10 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join("")}]><a>&l10;</a>`;
  test.each([
    ["nothing", "", /broken/],
    ["text", "no XML", /broken/],
    ["cut in an element", "<a><b>1</b><b>2", /cut short: it ends within <a><b>\.$/],
    ["cut in an end tag", "<a><b>1</b></a", /cut short/],
    ["cut in a comment", "<a><b>1</b><!-- ", /cut short/],
    ["wrong nesting", "<a><b></a></b>", /broken/],
    ["two roots", "<a/><b/>", /no single root/],
    ["the same root twice", "<a/><a/>", /no single root/],
    ["something behind it", "<a/>more", /broken/],
    ["a billion laughs", bomb, /DOCTYPE/],
    ["an external entity", '<!doctype a SYSTEM "file:///etc/passwd"><a/>', /DOCTYPE/],
    ["a declaration inside", "<a><!DOCTYPE b></a>", /DOCTYPE/],
    ["a prototype", "<a><__proto__>1</__proto__></a>", /broken/],
    ["a web page", "\n<!DOCTYPE html><html><body>503</body></html>", /web page/],
    ["another encoding", '<?xml version="1.0" encoding="UTF-16"?><a/>', /UTF-8/],
  ])("%s", (_, text, reason) => {
    expect(refused(text)).toMatch(/^bad_request: /);
    expect(refused(text)).toMatch(reason);
  });

  test("100,000 levels, and more than 32 MiB", () => {
    expect(refused("<a>".repeat(100_000) + "</a>".repeat(100_000))).toMatch(/^bad_request/);
    expect(refused(`<a>${" ".repeat(33 * 1024 * 1024)}</a>`)).toMatch(/^too_large/);
  });

  test("nested elements in linear time", () => {
    const prepare = (levels: number) => {
      const nested = "<a>".repeat(levels) + "</a>".repeat(levels);
      return () => refused(nested);
    };
    expect(growsLinearly(prepare, 25_000)).toBe(true);
  });
});

test.each([
  "&amp;",
  "&#337;",
  "<a>",
  "<b/>",
  "<b>x</b>",
  "<?b?>",
  "<!---->",
  "<",
  "&",
  '<b c=""/>',
  " ",
  "<![CDATA[]]>",
])(
  "32 MB of %s are parsed or rejected within seconds",
  (part) => {
    const text = `<a>${part.repeat(Math.floor(32_000_000 / part.length))}</a>`;
    const start = process.cpuUsage();
    expect(refused(text)).toMatch(/^(?:bad_request|too_large|read)/);
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1_000_000).toBeLessThan(6);
  },
  60_000,
);

test("attributes are counted, too", () => {
  const attributes = Array.from({ length: 400_001 }, (_, at) => `b${at}=''`).join(" ");
  expect(refused(`<a ${attributes}/>`)).toMatch(/^too_large: This XML has more than 400,000 attr/);
});

test("takes linear time for any text", () => {
  const parts =
    "<a> </a> <a/> <a & &amp; &#337; &#x &lt <!-- --> <![CDATA[ ]]> <? ?> > = \" ' b=''".split(" ");
  assertLinearTime((text) => refused(`<a>${text}</a>`), [...parts, " ", "\n", "x", "</"]);
  assertLinearTime(refused, [...parts, " ", "\n", "encoding=", "<?xml "]);
}, 120_000);
