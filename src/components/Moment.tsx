"use client";

import { useEffect, useState } from "react";

const SHORT: Intl.DateTimeFormatOptions = {
  month: "short",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
};
const STYLE = { ...SHORT, year: "numeric" } as const;

/** `Mar 6, 2026, 07:00 UTC` */
const inUtc = (at: Date) =>
  `${new Intl.DateTimeFormat("en-US", { ...STYLE, timeZone: "UTC" }).format(at)} UTC`;

/** An instant in UTC; a script adds what the clock on the reader's wall shows then. */
export function Moment({ instant }: { instant: string }) {
  const [local, setLocal] = useState("");
  useEffect(() => {
    const own = new Intl.DateTimeFormat("en-US", { ...SHORT, timeZoneName: "short" });
    const isUtc = own.resolvedOptions().timeZone === "UTC";
    setLocal(isUtc ? "" : own.format(new Date(instant)));
  }, [instant]);
  return (
    <time dateTime={instant}>
      {inUtc(new Date(instant))}
      {local && <span className="text-soft"> ({local})</span>}
    </time>
  );
}
