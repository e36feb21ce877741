import { AppError } from "@/lib/errors";
import { createHandler } from "@/lib/http";
import { publicRead } from "@/lib/public-api";

const nothing = async (): Promise<never> => {
  throw new AppError("not_found", "There is nothing at this address. /docs tells what there is.");
};

/** Every other address below /api: clients get words instead of a page. */
export const GET = publicRead(nothing);
export const POST = createHandler(nothing);
export const PUT = POST;
export const DELETE = POST;
