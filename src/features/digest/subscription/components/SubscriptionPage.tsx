import type { SubscriptionPageData } from "@/features/digest/subscription/page-data";
import { AddressForm } from "./AddressForm";
import { DoneNotice } from "./DoneNotice";
import { PersonalData } from "./PersonalData";
import { PreferencesForm } from "./PreferencesForm";
import { SubscriptionSummary } from "./SubscriptionSummary";
import { UnsubscribeForm } from "./UnsubscribeForm";

type Props = {
  view: SubscriptionPageData;
  now: Date;
  /** What was just done */
  done?: string;
  /** The signed link's; without it the session counts */
  token?: string;
};

/** A reader's digest on one page: where it stands, what comes when, and every way to change it. */
export function SubscriptionPage({
  view: { subscription, emails, pendingEmail },
  now,
  done,
  token,
}: Props) {
  const mailedOn = emails.map(({ date }) => date);
  const deletePage = token === undefined ? "/settings/delete" : `/subscription/${token}/delete`;
  return (
    <div className="mx-auto max-w-2xl pt-10 leading-relaxed">
      <h1 className="font-semibold text-3xl tracking-tight">Your digest</h1>
      <DoneNotice done={done} />
      <SubscriptionSummary
        subscription={subscription}
        mailedOn={mailedOn}
        now={now}
        token={token}
      />
      <div className="mt-10">
        <PreferencesForm preferences={subscription} token={token} />
      </div>
      <div className="mt-10 space-y-8 border-line border-t pt-8">
        {subscription.state === "active" && (
          <AddressForm pendingEmail={pendingEmail} token={token} />
        )}
        <PersonalData subscription={subscription} emails={emails} token={token} />
        <UnsubscribeForm
          isActive={subscription.state === "active"}
          deletePage={deletePage}
          token={token}
        />
      </div>
    </div>
  );
}
