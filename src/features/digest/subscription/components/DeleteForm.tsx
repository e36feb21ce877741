import { Note } from "@/components/Note";
import { TokenField } from "./TokenField";

type Props = { email: string; back: string; token?: string };

/** Asks before a reader is forgotten, and says what stays. */
export function DeleteForm({ email, back, token }: Props) {
  return (
    <Note title="Delete everything?">
      <p className="break-words">
        We forget {email}: the address, what was chosen, which papers were mailed to it, and what
        mail servers said of it. Links in older mails stop working. It can&rsquo;t be undone.
      </p>
      <p className="text-soft">
        What stays is how many mails each issue had and what became of them, without a name: numbers
        that must add up. An account for signing in is another matter and stays.
      </p>
      <form action="/api/subscription/delete" method="post" className="flex flex-wrap gap-3">
        <TokenField token={token} />
        <button type="submit" className="button">
          Delete everything
        </button>
        <a href={back} className="button button-quiet">
          Keep it
        </a>
      </form>
    </Note>
  );
}
