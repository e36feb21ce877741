import { z } from "zod";

/** A paper as an issue prints it, frozen. */
export const digestPaper = z.object({
  id: z.string(),
  title: z.string(),
  byline: z.string(),
  excerpt: z.string(),
  upvotes: z.number(),
});

export type DigestPaper = z.infer<typeof digestPaper>;

/** A frozen issue, as it is rendered. */
export type Issue = {
  id: string;
  /** Calendar date in the digest's time zone */
  edition: string;
  subject: string;
  papers: DigestPaper[];
};

export const DIGEST_SIZE = 10;
/** The first issue looks this far back, and no issue further. */
export const DIGEST_DAYS = 7;

export const parseDigestPapers = (text: string): DigestPaper[] =>
  z.array(digestPaper).parse(JSON.parse(text));
