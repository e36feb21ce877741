import type { MetadataRoute } from "next";

/** Crawlers may read the archive. Pages about one person, exports and the API are not for them. */
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
