"use client";

import { useEffect, useState } from "react";

const CLOCK: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const DAY: Intl.DateTimeFormatOptions = { month: "short", day: "numeric", year: "numeric" };
const UTC = { timeZone: "UTC" } as const;

const text = (at: Date, style: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat("en-US", style).format(at);

/** `07:45`, with the day where it is another one than in UTC; "" for who lives by UTC. */
function ownTime(at: Date): string {
  const clock = text(at, CLOCK);
  const isOtherDay = text(at, DAY) !== text(at, { ...DAY, ...UTC });
  if (!isOtherDay && clock === text(at, { ...CLOCK, ...UTC })) return "";
  return isOtherDay ? `${text(at, { month: "short", day: "numeric" })}, ${clock}` : clock;
}

/** An instant in UTC, `Mar 6, 2026, 07:00 UTC`; a script adds what the reader's own clock shows then. */
export function Moment({ instant }: { instant: string }) {
  const at = new Date(instant);
  const [own, setOwn] = useState("");
  useEffect(() => setOwn(ownTime(new Date(instant))), [instant]);
  return (
    <time dateTime={instant}>
      {text(at, { ...DAY, ...UTC })},{" "}
      <span className="whitespace-nowrap">{text(at, { ...CLOCK, ...UTC })} UTC</span>
      {own && <span className="whitespace-nowrap text-soft"> ({own} for you)</span>}
    </time>
  );
}
