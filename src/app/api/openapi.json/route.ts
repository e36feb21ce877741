import { env } from "@/env";
import { buildApiDocument } from "@/features/feed/api/document";
import { answerPreflight, publicRead, toReadResponse } from "@/lib/http/public-api";

export const GET = publicRead(async () => toReadResponse(buildApiDocument(env())));

export const OPTIONS = answerPreflight;
