import { env } from "@/env";
import { openMailer } from "@/lib/email/mailer";
import { SIGN_IN_LINK_MINUTES } from "./limits";

type SignInLink = {
  email: string;
  token: string;
  /** Path to return to */
  to?: string;
  /** Id of the paper to upvote on return */
  vote?: string;
};

/** Emails a sign-in link. It opens a page with a button, and only the button uses up the token. */
export async function sendSignInLink({ email, token, to, vote }: SignInLink): Promise<void> {
  const { siteName, siteUrl } = env();
  const link = new URL("/sign-in/confirm", siteUrl);
  link.searchParams.set("token", token);
  if (to) link.searchParams.set("to", to);
  if (vote) link.searchParams.set("vote", vote);
  const mailer = openMailer();
  try {
    await mailer.send({
      to: { name: "", address: email },
      subject: `Sign in to ${siteName}`,
      headers: { "Auto-Submitted": "auto-generated" },
      text: [
        `Open this link to sign in to ${siteName}. It works once and expires in ${SIGN_IN_LINK_MINUTES} minutes:`,
        link.href,
        "If you didn't ask for it, ignore this email. Someone probably mistyped their address.",
      ].join("\n\n"),
    });
  } finally {
    mailer.close();
  }
}
