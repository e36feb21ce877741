import { PAPERS_PER_EMAIL, type Preferences } from "@/features/digest/schema";
import { InlineForm } from "./InlineForm";
import { ScheduleFields } from "./ScheduleFields";
import { TokenField } from "./TokenField";
import { TopicFields } from "./TopicFields";

/** What comes when: a reader's choices. `token` is the signed link's; without it the session counts. */
export function PreferencesForm({
  preferences,
  token,
}: {
  preferences: Preferences;
  token?: string;
}) {
  return (
    <InlineForm action="/api/subscription/preferences" className="space-y-8">
      <TokenField token={token} />
      <ScheduleFields schedule={preferences} />
      <label className="block">
        <span className="font-semibold font-serif text-xl">How many papers at most</span>
        <span className="mb-2 block text-soft">
          From {PAPERS_PER_EMAIL.min} to {PAPERS_PER_EMAIL.max}. You never get one twice.
        </span>
        <input
          type="number"
          name="size"
          required
          min={PAPERS_PER_EMAIL.min}
          max={PAPERS_PER_EMAIL.max}
          defaultValue={preferences.size}
          className="field sm:max-w-32"
        />
      </label>
      <TopicFields topics={preferences.topics} />
      <button type="submit" className="button">
        Save
      </button>
    </InlineForm>
  );
}
