import type { Absent, Frame } from "../types/contract";
import { bytesText, type Figure, measured, percent } from "./format";
import { memoryUsedRatio, metersOf, numberOrNull, rate, trafficOf } from "./meters";
import type { Meter } from "./signals";

/** One chart of the System page. */
export interface ChartView {
  readonly key: string;
  readonly label: string;
  readonly meter: Meter | null;
  readonly value: Figure | Absent;
  readonly series: readonly {
    readonly label: string;
    readonly colour: string;
    readonly values: readonly (number | null)[];
  }[];
  /** The top of the scale; null where it follows what is drawn. */
  readonly top: number | null;
  readonly unit: (value: number) => string;
  /** Distances that its scale may have; round ones of ten where none are given. */
  readonly steps?: readonly number[];
}

type Pick1 = (frame: Frame) => number | Absent;

const share = (value: number) => `${Math.round(value * 100)} %`;
const rateText = (value: number) => (value < 2 ** 20 ? `${Math.round(value / 1024)} KiB/s` : `${bytesText(value)}/s`);

const BINARY_STEPS = Array.from({ length: 30 }, (_, power) => 1024 * 2 ** power);

export function chartsOf(frames: readonly Frame[]): ChartView[] {
  const now = frames.at(-1);
  if (now === undefined) return [];
  const series = (label: string, colour: string, pick: Pick1) => ({
    label,
    colour,
    values: frames.map(pick).map(numberOrNull),
  });
  const figures = new Map(metersOf(frames).map((view) => [view.meter, view]));
  const view = (meter: Meter, given: Pick<ChartView, "series" | "top" | "unit">): ChartView => {
    const shown = figures.get(meter);
    return {
      key: meter,
      meter,
      label: shown?.label ?? meter,
      value: shown?.value ?? { unknown: "not read" },
      ...given,
    };
  };
  return [
    view("processor", { series: [series("Busy", "--accent", (frame) => frame.cpu_busy_ratio)], top: 1, unit: share }),
    view("memory", { series: [series("Used", "--accent", memoryUsedRatio)], top: 1, unit: share }),
    view("disk", { series: [series("Busy", "--accent", (frame) => frame.disk_busy_ratio)], top: 1, unit: share }),
    {
      ...view("network", {
        series: [
          series("Received", "--accent", (frame) => frame.received_bytes_per_second),
          series("Sent", "--known", (frame) => frame.sent_bytes_per_second),
        ],
        top: null,
        unit: rateText,
      }),
      steps: BINARY_STEPS,
      value: measured(trafficOf(now), rate),
    },
    pressure(now, series),
    view("graphics", { series: [series("Busy", "--accent", (frame) => frame.gpu_busy_ratio)], top: 1, unit: share }),
  ];
}

type MakeSeries = (label: string, colour: string, pick: Pick1) => ChartView["series"][number];

function pressure(now: Frame, series: MakeSeries): ChartView {
  const value = measured(now.cpu_pressure_ratio, percent);
  return {
    key: "pressure",
    meter: null,
    label: "Work that waits",
    value,
    series: [
      series("Processor", "--accent", (frame) => frame.cpu_pressure_ratio),
      series("Memory", "--bad", (frame) => frame.memory_pressure_ratio),
      series("Disks", "--known", (frame) => frame.io_pressure_ratio),
    ],
    top: 1,
    unit: share,
  };
}
