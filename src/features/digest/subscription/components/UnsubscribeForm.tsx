import { InlineForm } from "./InlineForm";
import { TokenField } from "./TokenField";

type Props = {
  isActive: boolean;
  /** Of the page that asks whether to delete */
  deletePage: string;
  token?: string;
};

/** The ways out. */
export function UnsubscribeForm({ isActive, deletePage, token }: Props) {
  return (
    <section aria-labelledby="leave">
      <h2 id="leave" className="font-semibold text-xl">
        Leave
      </h2>
      <p className="mt-1 text-soft">
        {isActive ? "Unsubscribing ends the mails and keeps your choices. " : ""}Deleting forgets
        the address and everything chosen.
      </p>
      <div className="mt-3 flex flex-wrap gap-3">
        {isActive && (
          <InlineForm action="/api/subscription/leave">
            <TokenField token={token} />
            <button type="submit" className="button button-quiet">
              Unsubscribe
            </button>
          </InlineForm>
        )}
        <a href={deletePage} className="button button-quiet">
          Delete everything…
        </a>
      </div>
    </section>
  );
}
