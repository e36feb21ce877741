import type { NextConfig } from "next";

/** Matches a paper's id, not a page's name: it has digits after a dot or slash, or a colon. */
const PAPER_ID = "\\d{4}\\.\\d+.*|[^/]+/\\d{7}.*|[^/]+(?::|%3A)[^/]+";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // The optimizer would fetch and decode pictures that others choose; this site draws its own.
  images: { unoptimized: true },
  // Every client gets the title in the head; otherwise a script would add it later.
  htmlLimitedBots: /.*/,
  serverExternalPackages: ["better-sqlite3", "nodemailer", "@react-email/render", "katex"],
  // src/cli/serve.mjs compresses, after it has read the page for its policy.
  compress: false,
  // A paper as Markdown, for agents. These rewrites stay within the site.
  async rewrites() {
    const has = [{ type: "header" as const, key: "accept", value: "(.*)text/markdown(.*)" }];
    const destination = "/markdown/:id";
    return {
      beforeFiles: [
        { source: "/papers/:id(.+)\\.md", destination },
        { source: `/papers/:id(${PAPER_ID})`, has, destination },
      ],
      afterFiles: [],
      fallback: [],
    };
  },
  async redirects() {
    // The address of this page until 2026-11.
    return [
      {
        source: "/admin/digest/readers",
        destination: "/admin/digest/subscribers",
        permanent: true,
      },
    ];
  },
  async headers() {
    return [
      {
        source: "/:path*",
        headers: [
          { key: "X-Content-Type-Options", value: "nosniff" },
          { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
          { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=()" },
          { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
        ],
      },
    ];
  },
};

export default config;
