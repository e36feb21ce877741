import { env } from "@/env";
import { type FetchedText, fetchText, type Validators } from "@/lib/fetch/fetch";
import type { Resolve } from "@/lib/fetch/public-address";
import type { PullSource } from "./source-config";
import { listAllowedOrigins } from "./source-hosts";

/** Requests an address of a source. @throws FetchError */
export type FetchSource = (
  url: string,
  about: { source: PullSource; validators?: Validators },
) => Promise<FetchedText | "unchanged">;

type Limits = { now: () => Date; timeout?: number; maxBytes?: number; resolve?: Resolve };

/** Creates the function that requests sources as the settings allow, under this site's user agent. */
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
