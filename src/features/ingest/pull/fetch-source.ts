import { env } from "@/env";
import { fetchText } from "@/lib/fetch";
import type { Resolve } from "@/lib/public-address";
import { listAllowedOrigins } from "./source-hosts";
import type { FetchSource } from "./step";

type Limits = { now: () => Date; timeout?: number; maxBytes?: number; resolve?: Resolve };

/** Asks sources as the settings allow, and says who asks. */
export const createFetchSource =
  (limits: Limits): FetchSource =>
  (url, { source, validators }) => {
    const { siteUrl, privateSources } = env();
    return fetchText(url, {
      ...limits,
      validators,
      origins: listAllowedOrigins(source),
      userAgent: `DailyPapers/0.1 (+${siteUrl})`,
      allowPrivate: privateSources,
    });
  };
