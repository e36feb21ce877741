import { env } from "@/env";

/** Zones as an edition's name can hold them: an offset like +05:30, which newer Nodes take, is none. */
const NAME = /^[\w+\-/]{1,60}$/;

/** An IANA time zone by its one name here, or null. */
export function parseTimeZone(text: string | undefined): string | null {
  if (!text || !NAME.test(text)) return null;
  try {
    const { timeZone } = new Intl.DateTimeFormat("en", { timeZone: text }).resolvedOptions();
    return NAME.test(timeZone) ? timeZone : null;
  } catch {
    return null;
  }
}

export type ZoneGroup = { region: string; zones: { name: string; label: string }[] };

const formatZoneLabel = (name: string) =>
  name.split("/").slice(1).join(": ").replaceAll("_", " ") || name;

/** All zones by region, UTC first; `chosen` is among them, whatever it is. */
export function listZoneGroups(chosen: string): ZoneGroup[] {
  const names = new Set(["UTC", ...Intl.supportedValuesOf("timeZone"), chosen]);
  const groups = new Map<string, ZoneGroup["zones"]>();
  for (const name of [...names].toSorted()) {
    const region = name.includes("/") ? name.replace(/\/.*/, "") : "Universal";
    groups.set(region, [...(groups.get(region) ?? []), { name, label: formatZoneLabel(name) }]);
  }
  return [...groups]
    .map(([region, zones]) => ({ region, zones }))
    .toSorted((a, b) => Number(b.region === "Universal") - Number(a.region === "Universal"));
}

/** The zone that a browser told, or the site's where it told none that there is. */
export const timeZoneOrDefault = (told: string | undefined): string =>
  parseTimeZone(told) ?? env().digest.timeZone;
