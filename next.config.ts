import type { NextConfig } from "next";

/** An id rather than a page's name: with digits after a dot, a slash or behind a colon. */
const PAPER_ID = "\\d{4}\\.\\d+.*|[^/]+/\\d{7}.*|[^/]+(?::|%3A)[^/]+";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // The optimizer fetches and decodes what others name; our pictures are drawn here.
  images: { unoptimized: true },
  // Every reader gets the title in the head, not streamed in by a script.
  htmlLimitedBots: /.*/,
  serverExternalPackages: ["better-sqlite3", "nodemailer", "@react-email/render", "katex"],
  // src/cli/serve.mjs does it, after it has read the page.
  compress: false,
  // The same paper in Markdown, for agents: fixed rewrites inside the site.
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
