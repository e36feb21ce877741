type Props = {
  edition: string;
  /** Of one mail; without it all of the issue that are in doubt */
  reader?: string;
  /** Older than a day: nothing of it is sent any more */
  stale: boolean;
};

/** What the admin may decide about mails that may have arrived. */
export function ResolveButtons({ edition, reader, stale }: Props) {
  const all = reader ? "" : " all";
  return (
    <form action="/api/admin/digest/resolve" method="post" className="mt-2 flex flex-wrap gap-2">
      <input type="hidden" name="edition" value={edition} />
      {reader && <input type="hidden" name="reader" value={reader} />}
      {!stale && (
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
