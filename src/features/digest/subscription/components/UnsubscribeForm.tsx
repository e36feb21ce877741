import { InlineForm } from "./InlineForm";
import { TokenField } from "./TokenField";

type Props = {
  isActive: boolean;
  /** The page that asks whether to delete */
  deletePage: string;
  token?: string;
};

/** Offers to unsubscribe and to delete. */
export function UnsubscribeForm({ isActive, deletePage, token }: Props) {
  return (
    <section aria-labelledby="unsubscribe">
      <h2 id="unsubscribe" className="font-semibold text-xl">
        {isActive ? "Unsubscribe" : "Delete"}
      </h2>
      <p className="mt-1 text-soft">
        {isActive && "Unsubscribing stops the emails but keeps your settings. "}
        Deleting erases your address and settings.
      </p>
      <div className="mt-3 flex flex-wrap gap-3">
        {isActive && (
          <InlineForm action="/api/subscription/unsubscribe">
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
