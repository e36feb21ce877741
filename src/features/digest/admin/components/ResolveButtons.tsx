type Props = {
  edition: string;
  /** The subscription of one uncertain delivery; without it, the buttons are for all of the issue's */
  subscriptionId?: string;
  /** Whether the issue is too old for its emails to be sent again */
  isExpired: boolean;
};

/** Lets the admin decide whether uncertain deliveries are sent again or count as sent. */
export function ResolveButtons({ edition, subscriptionId, isExpired }: Props) {
  const all = subscriptionId ? "" : " all";
  return (
    <form action="/api/admin/digest/resolve" method="post" className="mt-2 flex flex-wrap gap-2">
      <input type="hidden" name="edition" value={edition} />
      {subscriptionId && <input type="hidden" name="subscription" value={subscriptionId} />}
      {!isExpired && (
        <button type="submit" name="decision" value="resend" className="button button-quiet">
          Send{all} again
        </button>
      )}
      <button type="submit" name="decision" value="sent" className="button button-quiet">
        Count{all} as sent
      </button>
    </form>
  );
}
