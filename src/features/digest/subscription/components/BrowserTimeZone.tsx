"use client";

import { useEffect, useState } from "react";
import { formatZone, getCurrentZoneName } from "@/features/digest/schedule/zone-names";

/** Returns the browser's time zone; "" until the component is mounted, since the server has another. */
function useBrowserTimeZone() {
  const [timeZone, setTimeZone] = useState("");
  useEffect(() => {
    setTimeZone(getCurrentZoneName(Intl.DateTimeFormat().resolvedOptions().timeZone));
  }, []);
  return timeZone;
}

/** A hidden field with the browser's time zone; empty without JavaScript. */
export function BrowserTimeZoneField() {
  return <input type="hidden" name="timeZone" value={useBrowserTimeZone()} />;
}

type Props = {
  /** The id of the select element to set */
  selectId: string;
  chosen: string;
};

/** A button that selects the browser's time zone. Shown if another one is chosen. */
export function UseBrowserTimeZone({ selectId, chosen }: Props) {
  const timeZone = useBrowserTimeZone();
  const [isDone, setIsDone] = useState(false);
  if (isDone || !timeZone || timeZone === chosen) return null;

  function select() {
    const field = document.getElementById(selectId);
    if (!(field instanceof HTMLSelectElement)) return;
    const isOffered = [...field.options].some(({ value }) => value === timeZone);
    if (!isOffered) field.add(new Option(formatZone(timeZone), timeZone));
    field.value = timeZone;
    setIsDone(true);
  }

  return (
    <button type="button" onClick={select} className="quiet-link min-h-6 text-sm">
      Use this browser&rsquo;s time zone ({formatZone(timeZone)})
    </button>
  );
}
