import { operatorButton } from "@/app/admin/operator";
import { undoStop } from "@/features/digest/bounce/mutations";
import { now } from "@/lib/clock";

export const POST = operatorButton(async ({ id = "" }) => ({
  path: "/admin/digest/readers?state=stopped",
  notice: (await undoStop(id, now()))
    ? "This reader is mailed again."
    : "This reader isn't stopped any more: nothing was changed.",
}));
