type Props = {
  states: { value: string; label: string }[];
  state: string | null;
  address: string;
};

/** Filters a list by state and by the beginning of an email address. */
export function FilterForm({ states, state, address }: Props) {
  return (
    <form method="get" className="mb-2 flex flex-wrap gap-2 text-sm sm:flex-nowrap">
      <select
        name="state"
        defaultValue={state ?? ""}
        aria-label="Status"
        className="field w-full sm:w-56"
      >
        <option value="">Any status</option>
        {states.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      <input
        type="search"
        name="address"
        defaultValue={address}
        maxLength={254}
        placeholder="Email address starts with"
        aria-label="Email address starts with"
        className="field min-w-0 flex-1"
      />
      <button type="submit" className="button button-quiet shrink-0">
        Filter
      </button>
    </form>
  );
}
