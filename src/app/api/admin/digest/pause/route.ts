import { handleAdminForm } from "@/app/admin/access";
import { resumeSending } from "@/features/digest/delivery/mutations-sender";

export const POST = handleAdminForm(async () => {
  await resumeSending();
  return { path: "/admin/digest", notice: "The pause is over: the next run goes on." };
});
