import type { Instrumentation } from "next";

/** Next calls this once at the start, before the first request. Invalid settings end it here. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { startSchedule } = await import("@/jobs/schedule");
  startSchedule();
}

export const onRequestError: Instrumentation.onRequestError = async (error, request) => {
  const { log } = await import("@/lib/log");
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  log.error("request failed", { path: request.path.replace(/\?.*/, ""), reason });
};
