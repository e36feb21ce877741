"use client";

import { useEffect, useState } from "react";

/**
 * A date. The page as it is served has the UTC date, because it is the same for everyone; a script
 * replaces it by the date in the browser's time zone.
 *
 * @param text the date of `instant` in UTC
 */
export function LocalDate({ instant, text }: { instant: string; text: string }) {
  const [local, setLocal] = useState(text);
  useEffect(() => {
    const style = { day: "numeric", month: "short", year: "numeric" } as const;
    setLocal(new Intl.DateTimeFormat("en-US", style).format(new Date(instant)));
  }, [instant]);
  return <time dateTime={instant}>{local}</time>;
}
