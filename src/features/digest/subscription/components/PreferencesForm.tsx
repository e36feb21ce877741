import { PAPERS_PER_EMAIL, type Preferences } from "@/features/digest/schema";
import { InlineForm } from "./InlineForm";
import { ScheduleFields } from "./ScheduleFields";
import { TokenField } from "./TokenField";
import { TopicFields } from "./TopicFields";

type Props = {
  preferences: Preferences;
  /** The signed link's token; a signed-in subscriber needs none */
  token?: string;
};

export function PreferencesForm({ preferences, token }: Props) {
  const { min, max } = PAPERS_PER_EMAIL;
  return (
    <InlineForm action="/api/subscription/preferences" className="space-y-8">
      <TokenField token={token} />
      <ScheduleFields schedule={preferences} />
      <label className="block">
        <span className="font-semibold font-serif text-xl">Maximum number of papers</span>
        <span className="mb-2 block text-soft">
          From {min} to {max}. You never get a paper twice.
        </span>
        <input
          type="number"
          name="size"
          required
          min={min}
          max={max}
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
