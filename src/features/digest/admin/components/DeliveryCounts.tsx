import {
  DELIVERY_STATES,
  STATE_LABELS,
  type StateCounts,
  sumCounts,
  sumSettled,
} from "@/features/digest/admin/state-counts";

type Props = { counts: StateCounts; readers: number; label: string };

/** How far an issue's mails have come, as long as some are on their way, and in which states they are. */
export function DeliveryCounts({ counts, readers, label }: Props) {
  const total = sumCounts(counts);
  const settled = sumSettled(counts);
  return (
    <div className="text-sm tabular-nums">
      {settled < readers && (
        <progress
          max={readers}
          value={settled}
          aria-label={label}
          className="progress mt-2 mb-1.5"
        />
      )}
      <p className="mt-1 text-soft">
        {DELIVERY_STATES.filter((state) => counts[state] > 0).map((state, index) => (
          <span key={state}>
            {index > 0 && " + "}
            <span className={state === "unknown" ? "font-semibold text-accent" : "text-ink"}>
              {counts[state].toLocaleString("en")}
            </span>{" "}
            {STATE_LABELS[state]}
          </span>
        ))}
        {total > 0 && " = "}
        {readers.toLocaleString("en")} {readers === 1 ? "reader" : "readers"}
        {total !== readers && (
          <strong className="text-accent">
            {" "}
            – but that makes {total.toLocaleString("en")}: something is wrong
          </strong>
        )}
      </p>
    </div>
  );
}
