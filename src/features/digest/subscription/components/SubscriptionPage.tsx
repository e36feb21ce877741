import type { SubscriptionPageData } from "@/features/digest/subscription/page-data";
import { AddressForm } from "./AddressForm";
import { DoneNotice } from "./DoneNotice";
import { PersonalData } from "./PersonalData";
import { PreferencesForm } from "./PreferencesForm";
import { SubscriptionSummary } from "./SubscriptionSummary";
import { UnsubscribeForm } from "./UnsubscribeForm";

type Props = {
  data: SubscriptionPageData;
  now: Date;
  /** The notice to show, by its name in `DoneNotice` */
  done?: string;
  /** The signed link's token; a signed-in subscriber needs none */
  token?: string;
};

/** A subscription on one page: its state, the preferences, and every way to change it. */
export function SubscriptionPage({ data, now, done, token }: Props) {
  const { subscription, emails, pendingEmail } = data;
  const isActive = subscription.state === "active";
  const emailedOn = emails.map(({ date }) => date);
  const deletePage = token === undefined ? "/settings/delete" : `/subscription/${token}/delete`;
  return (
    <div className="mx-auto max-w-2xl pt-10 leading-relaxed">
      <h1 className="font-semibold text-3xl tracking-tight">Your digest</h1>
      <DoneNotice done={done} />
      <SubscriptionSummary
        subscription={subscription}
        emailedOn={emailedOn}
        now={now}
        token={token}
      />
      <div className="mt-10">
        <PreferencesForm preferences={subscription} token={token} />
      </div>
      <div className="mt-10 space-y-8 border-line border-t pt-8">
        {isActive && <AddressForm pendingEmail={pendingEmail} token={token} />}
        <PersonalData subscription={subscription} emails={emails} token={token} />
        <UnsubscribeForm isActive={isActive} deletePage={deletePage} token={token} />
      </div>
    </div>
  );
}
