import { formatHour, RHYTHM_LABELS, WEEKDAYS } from "@/features/digest/schedule/describe";
import { listZoneGroups } from "@/features/digest/schedule/time-zones";
import { getCurrentZoneName } from "@/features/digest/schedule/zone-names";
import { RHYTHMS, type Schedule } from "@/features/digest/schema";
import { UseBrowserTimeZone } from "./BrowserTimeZone";

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** The fields of a schedule. Styles alone show the weekday only for a weekly digest. */
export function ScheduleFields({ schedule }: { schedule: Schedule }) {
  const { rhythm, weekday, hour } = schedule;
  const timeZone = getCurrentZoneName(schedule.timeZone);
  return (
    <fieldset className="group">
      <legend className="font-semibold font-serif text-xl">How often</legend>
      <div className="mt-3 grid gap-2 sm:grid-cols-2">
        {RHYTHMS.map((choice) => (
          <label
            key={choice}
            className="flex min-h-11 items-center gap-3 rounded-lg border border-line px-3 has-checked:border-edge has-checked:bg-raised"
          >
            <input
              type="radio"
              name="rhythm"
              value={choice}
              defaultChecked={choice === rhythm}
              className="size-4 accent-accent"
            />
            {RHYTHM_LABELS[choice]}
          </label>
        ))}
      </div>
      <div className="mt-4 flex flex-wrap gap-4">
        <label className="hidden w-full sm:w-44 group-has-[[value=weekly]:checked]:block">
          <span className="mb-1 block font-medium text-sm">Day</span>
          <select name="weekday" defaultValue={weekday} className="field">
            {WEEKDAYS.map((name, index) => (
              <option key={name} value={index}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label className="w-full sm:w-32">
          <span className="mb-1 block font-medium text-sm">Hour</span>
          <select name="hour" defaultValue={hour} className="field">
            {HOURS.map((choice) => (
              <option key={choice} value={choice}>
                {formatHour(choice)}
              </option>
            ))}
          </select>
        </label>
        <div className="w-full min-w-0 sm:w-72">
          <label htmlFor="time-zone" className="mb-1 block font-medium text-sm">
            Time zone
          </label>
          <select id="time-zone" name="timeZone" defaultValue={timeZone} className="field">
            {listZoneGroups(timeZone).map(({ region, zones }) => (
              <optgroup key={region} label={region}>
                {zones.map(({ name, label }) => (
                  <option key={name} value={name}>
                    {label}
                  </option>
                ))}
              </optgroup>
            ))}
          </select>
          <UseBrowserTimeZone selectId="time-zone" chosen={timeZone} />
        </div>
      </div>
    </fieldset>
  );
}
