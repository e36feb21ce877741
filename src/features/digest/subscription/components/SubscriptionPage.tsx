import type { ReaderView } from "@/features/digest/subscription/page-data";
import { AddressForm } from "./AddressForm";
import { Notice } from "./DoneNotice";
import { KnownOfReader } from "./PersonalData";
import { ChoicesForm } from "./PreferencesForm";
import { ReaderSummary } from "./SubscriptionSummary";
import { LeaveReader } from "./UnsubscribeForm";

type Props = {
  view: ReaderView;
  now: Date;
  /** What was just done */
  done?: string;
  /** The signed link's; without it the session counts */
  token?: string;
};

/** A reader's digest on one page: where it stands, what comes when, and every way to change it. */
export function ReaderPage({ view: { reader, mails, waiting }, now, done, token }: Props) {
  const mailedOn = mails.map(({ date }) => date);
  const deletePage = token === undefined ? "/settings/delete" : `/subscription/${token}/delete`;
  return (
    <div className="mx-auto max-w-2xl pt-10 leading-relaxed">
      <h1 className="font-semibold text-3xl tracking-tight">Your digest</h1>
      <Notice done={done} />
      <ReaderSummary reader={reader} mailedOn={mailedOn} now={now} token={token} />
      <div className="mt-10">
        <ChoicesForm choices={reader} token={token} />
      </div>
      <div className="mt-10 space-y-8 border-line border-t pt-8">
        {reader.state === "active" && <AddressForm waiting={waiting} token={token} />}
        <KnownOfReader reader={reader} mails={mails} token={token} />
        <LeaveReader isActive={reader.state === "active"} deletePage={deletePage} token={token} />
      </div>
    </div>
  );
}
