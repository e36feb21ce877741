import { env } from "@/env";
import { jobs } from "@/jobs/jobs";
import { runPosted } from "@/jobs/schedule";
import { AppError } from "@/lib/errors";
import { createHandler, requireBearer, respondJson } from "@/lib/http";

type Context = { params: Promise<{ name: string }> };

/** For a scheduler outside of this process. The run goes on to its end, whoever waits for the answer. */
export const POST = createHandler(async (request, { params }: Context) => {
  requireBearer(request, env().jobToken, "JOB_TOKEN");
  const { name } = await params;
  const job = Object.hasOwn(jobs, name) ? jobs[name] : undefined;
  if (!job?.isPosted) {
    const names = Object.keys(jobs).filter((one) => jobs[one]?.isPosted);
    throw new AppError("not_found", `There is no such job: post to one of ${names.join(", ")}.`);
  }
  return respondJson({ did: await runPosted(job) });
});
