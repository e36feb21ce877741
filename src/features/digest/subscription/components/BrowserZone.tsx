"use client";

import { useEffect, useState } from "react";

const zoneOfBrowser = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** A hidden field that a script fills with the browser's time zone. */
export function BrowserTimeZoneField() {
  const [zone, setZone] = useState("");
  useEffect(() => setZone(zoneOfBrowser()), []);
  return <input type="hidden" name="timeZone" value={zone} />;
}

/** Offers the browser's time zone for a select by its id, where another one is chosen. */
export function UseBrowserTimeZone({ select, chosen }: { select: string; chosen: string }) {
  const [zone, setZone] = useState("");
  useEffect(() => setZone(zoneOfBrowser()), []);
  if (!zone || zone === chosen) return null;

  function choose() {
    const field = document.getElementById(select);
    if (!(field instanceof HTMLSelectElement)) return;
    if (![...field.options].some(({ value }) => value === zone)) field.add(new Option(zone, zone));
    field.value = zone;
    setZone("");
  }

  return (
    <button type="button" onClick={choose} className="quiet-link min-h-6 text-sm">
      Take {zone.replaceAll("_", " ")}, as in this browser
    </button>
  );
}
