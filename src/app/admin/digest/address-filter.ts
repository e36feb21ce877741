import { singleParam } from "@/app/_lib/search-params";

const MAX_ADDRESS_LENGTH = 254;

/** Parses the beginning of an email address, as it is stored: in lower case. "" matches all. */
export const parseAddressFilter = (value: string | string[] | undefined): string =>
  (singleParam(value) ?? "").trim().toLowerCase().slice(0, MAX_ADDRESS_LENGTH);
