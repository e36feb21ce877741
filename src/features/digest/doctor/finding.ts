/** The result of one check of the mail setup. */
export type Finding = {
  level: "ok" | "warning" | "to do";
  subject: string;
  /** What was found and, where something is wrong, how to fix it */
  message: string;
};
