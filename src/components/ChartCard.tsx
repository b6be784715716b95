import type { ChartView } from "../lib/charts";
import { figureText, isAbsent } from "../lib/format";
import { Chart } from "./Chart";

interface ChartCardProps {
  readonly view: ChartView;
  readonly times: readonly number[];
  readonly marked: boolean;
  readonly theme: string;
}

/** A reading drawn over the last minutes; one that cannot be read says why, in a line. */
export function ChartCard({ view, times, marked, theme }: ChartCardProps) {
  const { label, value, series } = view;
  if (isAbsent(value)) {
    return (
      <section className="chart-card absent meter-line">
        <h2>{label}</h2>
        <span className="meter-absent">{value.unknown}</span>
      </section>
    );
  }
  return (
    <section className={marked ? "chart-card marked" : "chart-card"}>
      <div className="meter-line">
        <h2>{label}</h2>
        {marked && <p className="chart-mark">A finding points here</p>}
        <Legend series={marked ? [] : series} />
        <span className="figure">
          <b>{value.number}</b> {value.unit}
        </span>
      </div>
      <Chart
        {...{ times, theme, ...view }}
        series={marked ? series.map((one) => ({ ...one, colour: "--mark" })) : series}
        summary={`${label}: ${figureText(value)} now`}
      />
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
