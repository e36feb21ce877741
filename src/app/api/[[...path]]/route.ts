import { createUnknownAddressError } from "@/lib/errors";
import { createHandler } from "@/lib/http/handler";
import { publicRead } from "@/lib/http/public-api";

const refuse = async (): Promise<never> => {
  throw createUnknownAddressError();
};

/** Every other address below /api: a client gets JSON instead of an HTML page. */
export const GET = publicRead(refuse);
export const POST = createHandler(refuse);
export const PUT = POST;
export const DELETE = POST;
