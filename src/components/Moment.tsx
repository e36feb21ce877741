"use client";

import { useEffect, useState } from "react";

const TIME: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const DATE: Intl.DateTimeFormatOptions = { month: "short", day: "numeric", year: "numeric" };
const SHORT_DATE: Intl.DateTimeFormatOptions = { month: "short", day: "numeric" };
const UTC: Intl.DateTimeFormatOptions = { timeZone: "UTC" };

/** Formats in the browser's time zone, unless the options name another. */
const format = (at: Date, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat("en-US", options).format(at);

/** Returns `07:45`, or `Mar 7, 07:45` if the local date isn't the UTC date; "" if local time is UTC. */
function formatLocalTime(at: Date): string {
  const time = format(at, TIME);
  if (format(at, DATE) !== format(at, { ...DATE, ...UTC })) {
    return `${format(at, SHORT_DATE)}, ${time}`;
  }
  return time === format(at, { ...TIME, ...UTC }) ? "" : time;
}

/** An instant in UTC, `Mar 6, 2026, 07:00 UTC`. A script adds the time in the browser's time zone. */
export function Moment({ instant }: { instant: string }) {
  const at = new Date(instant);
  const [localTime, setLocalTime] = useState("");
  useEffect(() => setLocalTime(formatLocalTime(new Date(instant))), [instant]);
  return (
    <time dateTime={instant}>
      {format(at, { ...DATE, ...UTC })},{" "}
      <span className="whitespace-nowrap">{format(at, { ...TIME, ...UTC })} UTC</span>
      {localTime && <span className="whitespace-nowrap text-soft"> ({localTime} your time)</span>}
    </time>
  );
}
