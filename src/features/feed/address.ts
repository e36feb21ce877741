import type { Period } from "@/lib/day";

const SEGMENT = { day: "date", week: "week", month: "month" };

/** The path of a period's page. */
export const periodAddress = ({ kind, key }: Period): string => `/papers/${SEGMENT[kind]}/${key}`;
