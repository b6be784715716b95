import "uplot/dist/uPlot.min.css";
import { useMemo } from "react";
import type { Telemetry } from "../hooks/useTelemetry";
import type { Marks } from "../lib/answer";
import { chartsOf } from "../lib/charts";
import { ChartCard } from "./ChartCard";
import { FailureLine } from "./Notes";
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
        <FailureLine text={error} />
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
