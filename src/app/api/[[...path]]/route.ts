import { AppError } from "@/lib/errors";
import { handler } from "@/lib/http";
import { reading } from "@/lib/public-api";

const nothing = async (): Promise<never> => {
  throw new AppError("not_found", "There is nothing at this address. /docs tells what there is.");
};

/** Every other address below /api: clients get words instead of a page. */
export const GET = reading(nothing);
export const POST = handler(nothing);
export const PUT = POST;
export const DELETE = POST;
