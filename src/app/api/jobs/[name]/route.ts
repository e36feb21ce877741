import { env } from "@/env";
import { jobs } from "@/jobs/jobs";
import { runPosted } from "@/jobs/schedule";
import { AppError } from "@/lib/errors";
import { createHandler, requireBearer, respondJson } from "@/lib/http/handler";

type Context = { params: Promise<{ name: string }> };

/** Runs a job for a scheduler outside of this process. The run continues if the client disconnects. */
export const POST = createHandler(async (request, { params }: Context) => {
  requireBearer(request, env().jobToken, "JOB_TOKEN");
  const { name } = await params;
  const job = Object.hasOwn(jobs, name) ? jobs[name] : undefined;
  if (!job?.isPosted) {
    const names = Object.keys(jobs).filter((one) => jobs[one]?.isPosted);
    throw new AppError(
      "not_found",
      `No such job. The jobs that can be posted are: ${names.join(", ")}.`,
    );
  }
  return respondJson({ did: await runPosted(job) });
});
