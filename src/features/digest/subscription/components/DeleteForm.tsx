import { Note } from "@/components/Note";
import { TokenField } from "./TokenField";

type Props = { email: string; back: string; token?: string };

/** Asks before a subscriber's data is erased, and lists what is kept. */
export function DeleteForm({ email, back, token }: Props) {
  return (
    <Note title="Delete everything?">
      <p className="break-words">
        This erases {email}: your address, settings, and delivery history. Links in older emails
        stop working. It can&rsquo;t be undone.
      </p>
      <p className="text-soft">
        Anonymous totals stay. Your sign-in account is separate and isn&rsquo;t deleted.
      </p>
      <form action="/api/subscription/delete" method="post" className="flex flex-wrap gap-3">
        <TokenField token={token} />
        <button type="submit" className="button">
          Delete everything
        </button>
        <a href={back} className="button button-quiet">
          Cancel
        </a>
      </form>
    </Note>
  );
}
