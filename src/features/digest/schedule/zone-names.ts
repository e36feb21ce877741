/**
 * Today's names of the time zones that the IANA database has renamed. Node and browsers still report the
 * old ones (CLDR never changes an identifier).
 */
const CURRENT_NAMES: Record<string, string> = {
  "Africa/Asmera": "Africa/Asmara",
  "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
  "America/Catamarca": "America/Argentina/Catamarca",
  "America/Coral_Harbour": "America/Atikokan",
  "America/Cordoba": "America/Argentina/Cordoba",
  "America/Godthab": "America/Nuuk",
  "America/Indianapolis": "America/Indiana/Indianapolis",
  "America/Jujuy": "America/Argentina/Jujuy",
  "America/Louisville": "America/Kentucky/Louisville",
  "America/Mendoza": "America/Argentina/Mendoza",
  "Asia/Calcutta": "Asia/Kolkata",
  "Asia/Katmandu": "Asia/Kathmandu",
  "Asia/Rangoon": "Asia/Yangon",
  "Asia/Saigon": "Asia/Ho_Chi_Minh",
  "Atlantic/Faeroe": "Atlantic/Faroe",
  "Europe/Kiev": "Europe/Kyiv",
  "Pacific/Enderbury": "Pacific/Kanton",
  "Pacific/Ponape": "Pacific/Pohnpei",
  "Pacific/Truk": "Pacific/Chuuk",
};

/** Returns today's name of a time zone: `Europe/Kyiv` for `Europe/Kiev`. Other names stay unchanged. */
export const getCurrentZoneName = (name: string): string => CURRENT_NAMES[name] ?? name;

/** Formats a time zone's name for a sentence, with today's name and without underscores. */
export const formatZone = (name: string): string =>
  getCurrentZoneName(name)
    .replaceAll("_", " ")
    .replace(/Ho Chi Minh$/, "Ho Chi Minh City");

/** Formats `America/Argentina/Rio_Gallegos` as `Argentina: Rio Gallegos`, for a list of its region. */
export const formatZoneLabel = (name: string): string =>
  formatZone(name).split("/").slice(1).join(": ") || formatZone(name);
