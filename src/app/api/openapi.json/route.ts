import { env } from "@/env";
import { apiDocument } from "@/features/feed/api/document";
import { answerPreflight, publicRead, toReadResponse } from "@/lib/public-api";

export const GET = publicRead(async () => toReadResponse(apiDocument(env())));

export const OPTIONS = answerPreflight;
