import { memo } from "react";
import type { Telemetry } from "../hooks/useTelemetry";
import type { Marks } from "../lib/answer";
import { isAbsent } from "../lib/format";
import { type MeterView, metersOf } from "../lib/meters";
import { Programs } from "./Programs";
import { Sparkline } from "./Sparkline";

interface MeterPanelProps {
  readonly telemetry: Telemetry;
  readonly marks: Marks;
  readonly isExample: boolean;
}

const SHOWN_PROGRAMS = 3;

/** Five meters and who uses most, while they are looked at; amber where a finding points. */
export const MeterPanel = memo(function MeterPanel({ telemetry, marks, isExample }: MeterPanelProps) {
  const meters = metersOf(telemetry.frames);
  const now = telemetry.frames.at(-1);
  return (
    <aside className="panel" aria-label="This computer">
      <div className="panel-head">
        <h2>This computer</h2>
        <span>{isExample ? "example" : liveText(telemetry)}</span>
      </div>
      {telemetry.error !== null && <p className="panel-error">{telemetry.error}</p>}
      {meters.map((view) => (
        <MeterRow key={view.meter} view={view} marked={marks.meters.has(view.meter)} />
      ))}
      {now !== undefined && <Programs programs={now.programs} marks={marks} limit={SHOWN_PROGRAMS} />}
    </aside>
  );
});

function liveText({ frames, error }: Telemetry): string {
  if (error !== null) return "stopped";
  return frames.length === 0 ? "looking" : "live";
}

function MeterRow({ view, marked }: { readonly view: MeterView; readonly marked: boolean }) {
  const { label, value, values, top } = view;
  return (
    <section className={marked ? "meter marked" : "meter"} aria-label={label}>
      <div className="meter-line">
        <span className="meter-label">{label}</span>
        {isAbsent(value) ? (
          <span className="meter-absent">{value.unknown}</span>
        ) : (
          <span className="figure">
            <b>{value.number}</b> {value.unit}
            {marked && <span className="unseen">, a finding points here</span>}
          </span>
        )}
      </div>
      {!isAbsent(value) && <Sparkline values={values} top={top} />}
    </section>
  );
}
