import { operatorButton } from "@/app/admin/operator";
import { resumeSending } from "@/features/digest/delivery/mutations-lease";

export const POST = operatorButton(async () => {
  await resumeSending();
  return { path: "/admin/digest", notice: "The pause is over: the next run goes on." };
});
