import {
  DELIVERY_STATES,
  STATE_LABELS,
  type StateCounts,
  sumCounts,
  sumSettled,
} from "@/features/digest/admin/state-counts";
import { plural } from "@/lib/plural";

type Props = { counts: StateCounts; deliveryCount: number; label: string };

/** Shows how many deliveries of an issue are in each state, with a progress bar until all are settled. */
export function DeliveryCounts({ counts, deliveryCount, label }: Props) {
  const total = sumCounts(counts);
  const settled = sumSettled(counts);
  return (
    <div className="text-sm tabular-nums">
      {settled < deliveryCount && (
        <progress
          max={deliveryCount}
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
        {plural(deliveryCount, "email")}
        {total !== deliveryCount && (
          <strong className="text-accent">
            {" "}
            – but these add up to {total.toLocaleString("en")}: something is wrong
          </strong>
        )}
      </p>
    </div>
  );
}
