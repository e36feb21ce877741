import { env } from "@/env";
import { apiDocument } from "@/features/feed/api/document";
import { jsonReading, preflight, reading } from "@/lib/public-api";

export const GET = reading(async () => jsonReading(apiDocument(env())));

export const OPTIONS = preflight;
