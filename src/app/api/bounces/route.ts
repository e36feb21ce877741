import { env } from "@/env";
import { recordBounce } from "@/features/digest/bounce/mutations";
import { MAX_EMAIL_BYTES } from "@/features/digest/bounce/parse";
import { now } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { createHandler, readBytes, requireBearer, respondJson } from "@/lib/http/handler";

/** Records a bounce, for providers and mail servers that post it instead of piping it into the job. */
export const POST = createHandler(async (request) => {
  requireBearer(request, env().jobToken, "JOB_TOKEN");
  const type = request.headers.get("content-type") ?? "";
  if (!/^message\/(rfc822|global)\s*(;|$)/i.test(type) || request.headers.has("content-encoding")) {
    throw new AppError(
      "unsupported",
      "Send the email itself, uncompressed, with Content-Type: message/rfc822.",
    );
  }
  const raw = await readBytes(request, MAX_EMAIL_BYTES);
  if (raw.length === 0) {
    throw new AppError("bad_request", "The body is empty. Send the email as the body.");
  }
  const { kind, isOurs } = await recordBounce(raw, now());
  // `reader` is the name of this field in the API.
  return respondJson({ kind, reader: isOurs });
});
