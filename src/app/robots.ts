import type { MetadataRoute } from "next";

/** Crawlers may read the archive. They may not read pages about one person, exports and the API. */
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
