import { makeEntry, makeSitePaper } from "@tests/made-up";
import {
  renderAtomEntry,
  renderAtomFeed,
  renderOaiList,
  renderOaiRecord,
  renderRssAtomEntry,
  renderRssAtomFeed,
  renderRssFeed,
  renderRssItem,
} from "@tests/made-up-arxiv";
import { describe, expect, test } from "vitest";
import { AppError } from "@/lib/errors";
import { detectFormat } from "./detect-format";

const HF = JSON.stringify([makeEntry()]);
const SITE = JSON.stringify({ papers: [makeSitePaper()] });
const ATOM = renderAtomFeed([renderAtomEntry()]);
const RSS = renderRssFeed([renderRssItem()]);
const RSS_ATOM = renderRssAtomFeed([renderRssAtomEntry()]);
const OAI = renderOaiList([renderOaiRecord()]);

describe("the format of a text", () => {
  test.each([
    ["application/json", HF, "hugging-face"],
    ["application/json; charset=utf-8", SITE, "site"],
    ["application/atom+xml", ATOM, "arxiv"],
    ["application/atom+xml; charset=utf-8", RSS_ATOM, "arxiv-rss"],
    ["application/rss+xml", RSS, "arxiv-rss"],
    ["text/xml;charset=utf-8", OAI, "arxiv-oai"],
    ["application/xml", ATOM, "arxiv"],
    ["Application/XML", renderRssFeed([]), "arxiv-rss"],
    ["application/atom+xml", renderAtomFeed([]), "arxiv"],
    ["application/atom+xml", renderRssAtomFeed([]), "arxiv-rss"],
  ])("of type %s is detected from its root: %#", (type, text, name) => {
    expect(detectFormat(type, text).name).toBe(name);
  });

  test.each([null, "", "text/plain;charset=UTF-8", "application/x-www-form-urlencoded"])(
    "without a type, or with a program's default type (%s), is detected from the text",
    (type) => {
      const names = [HF, SITE, ATOM, RSS, RSS_ATOM, OAI].map(
        (text) => detectFormat(type, text).name,
      );
      expect(names).toEqual([
        "hugging-face",
        "site",
        "arxiv",
        "arxiv-rss",
        "arxiv-rss",
        "arxiv-oai",
      ]);
      expect(detectFormat(type, `\uFEFF\n<!-- x -->${OAI.replace(/^<\?.*\?>/, "")}`).name).toBe(
        "arxiv-oai",
      );
    },
  );

  const refusal = (type: string | null, text: string) => {
    try {
      detectFormat(type, text).parseAnswer(text);
    } catch (error) {
      if (error instanceof AppError) return `${error.status} ${error.message}`;
      throw error;
    }
    return "taken";
  };

  test.each<[string | null, string, RegExp]>([
    ["text/html", HF, /^415 text\/html is not supported\. Send application\/json.*OAI-PMH/],
    ["multipart/form-data; boundary=x", HF, /^415 /],
    ["image/svg+xml", "<svg/>", /^415 /],
    ["application/xml", "<opml/>", /^422 .*<opml>.*not Atom, RSS 2\.0 or OAI-PMH/],
    ["application/xml", '<feed xmlns="http://example.org/"/>', /^422 /],
    ["application/xml", "<!DOCTYPE html><html/>", /^400 .*web page/],
    ["text/xml", "<html><body/></html>", /^400 .*web page/],
    ["application/xml", "{}", /^400 .*XML/],
    ["application/xml", "", /^400 /],
    ["application/json", "", /^400 .*not JSON/],
    ["application/json", ATOM, /^400 .*not JSON/],
    [null, "not json", /^400 .*not JSON/],
    [null, "{}", /^422 .*JSON array.*papers/],
    [null, '"text"', /^422 .*JSON array/],
  ])("of type %s: %j is rejected with a sentence", (type, text, words) => {
    expect(refusal(type, text)).toMatch(words);
  });
});
