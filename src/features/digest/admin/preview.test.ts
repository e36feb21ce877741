import { NOW } from "@tests/factories";
import { describe, expect, test } from "vitest";
import { createPreviewSelection, forceColorScheme, renderPreview, TEST_PAGE } from "./preview";

const SITE = { name: "Daily Papers", url: "https://papers.example.org" };
const paper = { id: "2603.00001", title: "<b>One</b>", byline: "Ada", excerpt: "…", upvotes: 1 };

describe("a preview", () => {
  test("has no subscriber's links: they lead to the test page", async () => {
    const email = await renderPreview(createPreviewSelection([paper], "One", NOW), SITE);
    const links = [...email.html.matchAll(/href="([^"]*)"/g)].map(([, link]) => link);
    const text = [...email.text.matchAll(/https:\S+/g)].map(([link]) => link);
    for (const link of [...links, ...text]) {
      expect(link).toMatch(
        /^https:\/\/papers\.example\.org(\/papers\/2603\.00001|\/admin\/digest\/test|\/digest\/now|\.?)$/,
      );
    }
    expect(links).toContain(`${SITE.url}${TEST_PAGE}`);
    expect(email.html).toContain("&lt;b&gt;One&lt;/b&gt;");
  });
});

test("a preview in light or dark applies only the email's rules for that scheme", () => {
  const html =
    '<meta name="color-scheme" content="light dark"/><style>@media (prefers-color-scheme: dark) {.a{}} @media (prefers-color-scheme:light) {.b{}}</style>';
  expect(forceColorScheme(html, "dark")).toBe(
    '<meta name="color-scheme" content="dark"/><style>@media (min-width:0) {.a{}} @media (max-width:0) {.b{}}</style>',
  );
  expect(forceColorScheme(html, "light")).toContain(
    "@media (max-width:0) {.a{}} @media (min-width:0)",
  );
});
