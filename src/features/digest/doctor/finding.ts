/** The result of one check of the mail setup. */
export type Finding = {
  level: "ok" | "warning" | "to do";
  subject: string;
  /** What was found and, if something is wrong, how to fix it */
  message: string;
};

/** Creates findings about one subject. */
export const createFindings = (subject: string) => ({
  ok: (message: string): Finding => ({ level: "ok", subject, message }),
  warning: (message: string): Finding => ({ level: "warning", subject, message }),
  toDo: (message: string): Finding => ({ level: "to do", subject, message }),
});
