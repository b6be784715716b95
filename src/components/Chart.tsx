import { useEffect, useRef } from "react";
import uPlot from "uplot";

export interface Series {
  readonly label: string;
  /** A CSS variable's name, so that both themes draw it. */
  readonly colour: string;
  readonly values: readonly (number | null)[];
}

interface ChartProps {
  readonly times: readonly number[];
  readonly series: readonly Series[];
  readonly top: number | null;
  readonly unit: (value: number) => string;
  readonly steps?: readonly number[] | undefined;
  readonly summary: string;
  readonly theme: string;
}

type Drawing = Pick<ChartProps, "series" | "top" | "unit" | "steps">;

const HEIGHT = 132;

/** A live chart. uPlot draws it on a canvas; the summary says its newest point to those who cannot see it. */
export function Chart({ times, series, top, unit, steps, summary, theme }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const data = useRef<uPlot.AlignedData>([[]]);
  data.current = [[...times], ...series.map(({ values }) => [...values])];
  const shape = series.map(({ label, colour }) => `${label}:${colour}`).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `shape` and `theme` are what a new drawing depends on
  useEffect(() => {
    const box = place.current;
    if (box === null) return;
    const made = new uPlot(optionsOf({ series, top, unit, steps }, box), data.current, box);
    plot.current = made;
    const resized = new ResizeObserver(() => made.setSize({ width: box.clientWidth, height: HEIGHT }));
    resized.observe(box);
    return () => {
      resized.disconnect();
      made.destroy();
    };
  }, [shape, top, theme]);
  useEffect(() => plot.current?.setData(data.current));
  return <div ref={place} className="chart" role="img" aria-label={summary} />;
}

function optionsOf({ series, top, unit, steps }: Drawing, box: HTMLElement): uPlot.Options {
  return {
    width: box.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    padding: [8, 4, 0, 0],
    scales: { x: { time: true }, y: { range: (_, _low, high) => [0, top ?? Math.max(1, high * 1.15)] } },
    axes: axesOf(unit, steps, box),
    series: [{}, ...series.map((one) => lineOf(one, box))],
  };
}

function axesOf(unit: Drawing["unit"], steps: Drawing["steps"], box: HTMLElement): uPlot.Axis[] {
  const axis = {
    stroke: resolved("--ink-3", box),
    font: `12px ${getComputedStyle(box).fontFamily}`,
    grid: { stroke: resolved("--line", box), width: 1 },
    ticks: { show: false },
  };
  return [
    { ...axis, grid: { show: false }, size: 24, space: 90, values: (_, splits) => splits.map(minuteText) },
    { ...axis, size: 66, space: 34, values: (_, splits) => splits.map(unit), ...(steps && { incrs: [...steps] }) },
  ];
}

function lineOf({ label, colour }: Series, box: HTMLElement): uPlot.Series {
  const stroke = resolved(colour, box);
  return {
    label,
    stroke,
    fill: stroke.replace(/^rgb\((.+)\)$/, "rgba($1, 0.12)"),
    width: 1.5,
    points: { show: false },
    spanGaps: false,
  };
}

/** A variable as the theme has it now, in the one form that every canvas reads: it knows nothing of light-dark(). */
function resolved(name: string, box: HTMLElement): string {
  box.style.color = `var(${name})`;
  const { color } = getComputedStyle(box);
  box.style.color = "";
  return color;
}

function minuteText(second: number): string {
  return new Date(second * 1000).toLocaleTimeString("en-GB");
}
