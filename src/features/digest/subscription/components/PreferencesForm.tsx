import { type Choices, SIZES } from "@/features/digest/schema";
import { InlineForm } from "./InlineForm";
import { ScheduleFields } from "./ScheduleFields";
import { Authority } from "./TokenField";
import { TopicFields } from "./TopicFields";

/** What comes when: a reader's choices. `token` is the signed link's; without it the session counts. */
export function ChoicesForm({ choices, token }: { choices: Choices; token?: string }) {
  return (
    <InlineForm action="/api/subscription/choices" className="space-y-8">
      <Authority token={token} />
      <ScheduleFields schedule={choices} />
      <label className="block">
        <span className="font-semibold font-serif text-xl">How many papers at most</span>
        <span className="mb-2 block text-soft">
          From {SIZES.least} to {SIZES.most}. You never get one twice.
        </span>
        <input
          type="number"
          name="size"
          required
          min={SIZES.least}
          max={SIZES.most}
          defaultValue={choices.size}
          className="field sm:max-w-32"
        />
      </label>
      <TopicFields topics={choices.topics} />
      <button type="submit" className="button">
        Save
      </button>
    </InlineForm>
  );
}
