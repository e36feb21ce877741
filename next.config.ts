import type { NextConfig } from "next";

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
