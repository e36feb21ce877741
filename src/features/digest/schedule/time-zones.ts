import { env } from "@/env";
import { formatZoneLabel, getCurrentZoneName } from "./zone-names";

/**
 * The characters that an edition's name allows in a time zone. This excludes offsets such as +05:30,
 * which newer Node versions accept as zones.
 */
const ZONE_NAME = /^[\w+\-/]{1,60}$/;

/** Parses an IANA time zone, by an old name too, into its current one; null if this Node doesn't know it. */
export function parseTimeZone(text: string | undefined): string | null {
  if (!text || !ZONE_NAME.test(text)) return null;
  try {
    const { timeZone } = new Intl.DateTimeFormat("en", { timeZone: text }).resolvedOptions();
    return ZONE_NAME.test(timeZone) ? getCurrentZoneName(timeZone) : null;
  } catch {
    return null;
  }
}

export type ZoneGroup = { region: string; zones: { name: string; label: string }[] };

/**
 * Lists all time zones by region and by their current names, UTC first. Includes `chosen` even if this
 * Node doesn't list it.
 */
export function listZoneGroups(chosen: string): ZoneGroup[] {
  const known = ["UTC", ...Intl.supportedValuesOf("timeZone"), chosen];
  const names = new Set(known.map(getCurrentZoneName));
  const groups = new Map<string, ZoneGroup["zones"]>();
  for (const name of [...names].toSorted()) {
    const region = name.includes("/") ? name.replace(/\/.*/, "") : "Universal";
    groups.set(region, [...(groups.get(region) ?? []), { name, label: formatZoneLabel(name) }]);
  }
  return [...groups]
    .map(([region, zones]) => ({ region, zones }))
    .toSorted((a, b) => Number(b.region === "Universal") - Number(a.region === "Universal"));
}

/** Returns the time zone that a browser sent, or the site's if it sent none that is known here. */
export const timeZoneOrDefault = (sent: string | undefined): string =>
  parseTimeZone(sent) ?? env().digest.timeZone;
