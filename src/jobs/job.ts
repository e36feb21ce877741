type JobCall = {
  /** True if the schedule starts the job, which then does what is due. False if a person starts it and wants it done now */
  scheduled: boolean;
  /** Returns whether the process is asked to stop: the job then leaves the rest to the next run */
  isStopping: () => boolean;
  /** The words after the job's name on the command line: the sources to pull */
  args?: string[];
};

/** Work that a person, the server's schedule or POST /api/jobs/<name> starts. */
export type Job = {
  /** Does the work and returns what it did, in a sentence. */
  run(call: JobCall): Promise<string>;
  /** Cron pattern, in UTC */
  schedule: string;
  /** Returns whether the settings ask the server to run the job by its schedule. */
  isScheduled(): boolean;
  /** Whether POST /api/jobs/<name> may start the job */
  isPosted: boolean;
  /** Whether a tick may start a second run while the first is still running. Otherwise the tick is skipped */
  overlaps?: boolean;
  /** Prefixes of the sentences which report that nothing was due. These are not logged */
  idlePrefixes?: string[];
  /** The exit code of `npm run job <name>` when the job fails; 1 by default */
  failureExitCode?: number;
};
