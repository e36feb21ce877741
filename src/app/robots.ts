import type { MetadataRoute } from "next";

/** The archive is open to everyone; only pages of one person are of no use to a crawler. */
export default function robots(): MetadataRoute.Robots {
  return {
    rules: {
      userAgent: "*",
      disallow: [
        "/api/",
        "/export/",
        "/sign-in",
        "/upvote/",
        "/unsubscribe/",
        "/subscription/",
        "/settings",
      ],
    },
  };
}
