import "uplot/dist/uPlot.min.css";
import { useMemo } from "react";
import type { Telemetry } from "../hooks/useTelemetry";
import type { Marks } from "../lib/answer";
import { type ChartView, chartsOf } from "../lib/charts";
import { isAbsent } from "../lib/format";
import { Chart } from "./Chart";
import { ProgramTable } from "./ProgramTable";
import { Scroll } from "./Scroll";

interface SystemPageProps {
  readonly telemetry: Telemetry;
  readonly marks: Marks;
  readonly theme: string;
}

/** The machine, live, while this page is open; marked where the last answer's findings point. */
export default function SystemPage({ telemetry, marks, theme }: SystemPageProps) {
  const { frames, error } = telemetry;
  const charts = useMemo(() => chartsOf(frames), [frames]);
  const times = useMemo(() => frames.map((frame) => Date.parse(frame.at) / 1000), [frames]);
  const now = frames.at(-1);
  return (
    <Scroll label="System">
      <div className="page-body system">
        {error !== null && (
          <p className="failure" role="alert">
            {error}
          </p>
        )}
        {now === undefined && error === null && <p className="note">Taking the first two readings.</p>}
        <div className="charts">
          {charts.map((view) => (
            <ChartCard
              key={view.key}
              view={view}
              times={times}
              marked={view.meter !== null && marks.meters.has(view.meter)}
              theme={theme}
            />
          ))}
        </div>
        {now !== undefined && <ProgramTable programs={now.programs} marks={marks} />}
      </div>
    </Scroll>
  );
}

interface ChartCardProps {
  readonly view: ChartView;
  readonly times: readonly number[];
  readonly marked: boolean;
  readonly theme: string;
}

function ChartCard({ view, times, marked, theme }: ChartCardProps) {
  const { label, value, series, top, unit, steps } = view;
  const said = isAbsent(value) ? value.unknown : `${value.number} ${value.unit}`;
  const shown = marked ? series.map((one) => ({ ...one, colour: "--mark" })) : series;
  return (
    <section className={marked ? "chart-card marked" : "chart-card"}>
      <div className="meter-line">
        <h2>{label}</h2>
        {marked && <p className="chart-mark">A finding points here</p>}
        <Legend series={marked ? [] : series} />
        {isAbsent(value) ? (
          <span className="meter-absent">{value.unknown}</span>
        ) : (
          <span className="figure">
            <b>{value.number}</b> {value.unit}
          </span>
        )}
      </div>
      {!isAbsent(value) && (
        <Chart
          times={times}
          series={shown}
          top={top}
          unit={unit}
          steps={steps}
          summary={`${label}: ${said} now`}
          theme={theme}
        />
      )}
    </section>
  );
}

function Legend({ series }: { readonly series: ChartView["series"] }) {
  if (series.length < 2) return null;
  return (
    <p className="chart-legend">
      {series.map((one) => (
        <span key={one.label} className={`key ${one.colour.slice(2)}`}>
          {one.label}
        </span>
      ))}
    </p>
  );
}
