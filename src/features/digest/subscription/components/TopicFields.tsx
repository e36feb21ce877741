import type { Topics } from "@/features/digest/schema";

const LISTS: { name: keyof Topics; label: string; hint: string }[] = [
  { name: "categories", label: "Categories", hint: "cs.CL, or cs for all of it" },
  {
    name: "keywords",
    label: "Keywords",
    hint: "in the title or abstract: diffusion, protein folding",
  },
  { name: "authors", label: "Authors", hint: "as spelled on their papers: Ada Lovelace" },
  { name: "organizations", label: "Organizations", hint: "a lab, a university, a company" },
];

/** The fields of the topics. */
export function TopicFields({ topics }: { topics: Topics }) {
  return (
    <fieldset>
      <legend className="font-semibold font-serif text-xl">Which papers</legend>
      <p className="mt-1 text-soft">
        You get papers that match any of these, or the trending papers if all are empty. One per
        line, or separated by commas.
      </p>
      <div className="mt-4 grid gap-4 sm:grid-cols-2">
        {LISTS.map((list) => (
          <TopicField key={list.name} {...list} entries={topics[list.name]} />
        ))}
      </div>
      <div className="mt-4">
        <TopicField
          name="excluded"
          label="Exclude"
          hint="leaves out papers with any of these words, even if they match above"
          entries={topics.excluded}
        />
      </div>
    </fieldset>
  );
}

type Props = { name: string; label: string; hint: string; entries?: string[] };

function TopicField({ name, label, hint, entries = [] }: Props) {
  return (
    <label className="block">
      <span className="block font-medium text-sm">{label}</span>
      <span className="mb-1 block text-sm text-soft">{hint}</span>
      <textarea
        name={name}
        defaultValue={entries.join("\n")}
        rows={Math.min(8, Math.max(3, entries.length + 1))}
        spellCheck={false}
        autoCapitalize="off"
        className="field py-2 leading-normal"
      />
    </label>
  );
}
