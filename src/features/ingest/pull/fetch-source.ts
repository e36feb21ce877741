import { env } from "@/env";
import { fetchText } from "@/lib/fetch";
import type { Resolve } from "@/lib/public-address";
import { originsOf } from "./source-hosts";
import type { Ask } from "./step";

type Limits = { now: () => Date; time?: number; bytes?: number; resolve?: Resolve };

/** Asks sources as the settings allow, and says who asks. */
export const askAsConfigured =
  (limits: Limits): Ask =>
  (url, { source, validators }) => {
    const { siteUrl, privateSources } = env();
    return fetchText(url, {
      ...limits,
      validators,
      origins: originsOf(source),
      userAgent: `DailyPapers/0.1 (+${siteUrl})`,
      allowPrivate: privateSources,
    });
  };
