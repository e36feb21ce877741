import { EmailField } from "@/components/EmailField";
import { InlineForm } from "./InlineForm";
import { TokenField } from "./TokenField";

type Props = {
  /** The address that was asked for and isn't confirmed from both sides yet */
  pendingEmail: string | null;
  token?: string;
};

/** Asks for another address to send to. */
export function AddressForm({ pendingEmail, token }: Props) {
  return (
    <section aria-labelledby="address">
      <h2 id="address" className="font-semibold text-xl">
        Another address
      </h2>
      <p className="mt-1 text-soft">
        We mail a link to both addresses. Once both are confirmed, the digest goes to the new one.
      </p>
      {pendingEmail && (
        <p className="mt-2 break-words">
          Asked for: {pendingEmail}. It waits for both addresses to confirm it.
        </p>
      )}
      <InlineForm action="/api/subscription/address" className="mt-3">
        <TokenField token={token} />
        <div className="flex flex-col gap-2 sm:max-w-lg sm:flex-row">
          <EmailField />
          <button type="submit" className="button button-quiet shrink-0">
            Change address
          </button>
        </div>
      </InlineForm>
    </section>
  );
}
