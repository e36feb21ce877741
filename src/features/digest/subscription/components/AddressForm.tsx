import { EmailField } from "@/components/EmailField";
import { InlineForm } from "./InlineForm";
import { TokenField } from "./TokenField";

type Props = {
  /** The new address of a change that isn't confirmed from both addresses yet */
  pendingEmail: string | null;
  token?: string;
};

/** Requests a change of the subscription's address. */
export function AddressForm({ pendingEmail, token }: Props) {
  return (
    <section aria-labelledby="address">
      <h2 id="address" className="font-semibold text-xl">
        Change email address
      </h2>
      <p className="mt-1 text-soft">
        We&rsquo;ll email a link to both addresses. Once both are confirmed, your digest goes to the
        new one.
      </p>
      {pendingEmail && (
        <p className="mt-2 break-words">
          Change to {pendingEmail} is waiting for confirmation from both addresses.
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
