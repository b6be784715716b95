import type { Absent, Frame } from "../types/contract";
import { bytesText, type Figure, isAbsent, measured, percent } from "./format";
import { type MeterView, memoryUsedRatio, metersOf, numberOrNull } from "./meters";
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

/** What is drawn, then what could not be read. */
export function chartsOf(frames: readonly Frame[]): ChartView[] {
  const now = frames.at(-1);
  if (now === undefined) return [];
  const series: MakeSeries = (label, colour, pick) => ({ label, colour, values: frames.map(pick).map(numberOrNull) });
  const charts = [...meterCharts(metersOf(frames), series), pressure(now, series)];
  return charts.toSorted((one, other) => Number(isAbsent(one.value)) - Number(isAbsent(other.value)));
}

/** How each meter is drawn where there is room for it. */
function meterCharts(meters: readonly MeterView[], series: MakeSeries): ChartView[] {
  const ratio = (label: string, pick: Pick1) => ({ series: [series(label, "--accent", pick)], top: 1, unit: share });
  const drawn: Readonly<Record<Meter, Pick<ChartView, "series" | "top" | "unit" | "steps">>> = {
    processor: ratio("Busy", (frame) => frame.cpu_busy_ratio),
    memory: ratio("Used", memoryUsedRatio),
    disk: ratio("Busy", (frame) => frame.disk_busy_ratio),
    network: {
      series: [
        series("Received", "--accent", (frame) => frame.received_bytes_per_second),
        series("Sent", "--known", (frame) => frame.sent_bytes_per_second),
      ],
      top: null,
      unit: rateText,
      steps: BINARY_STEPS,
    },
    graphics: ratio("Busy", (frame) => frame.gpu_busy_ratio),
  };
  return meters.map(({ meter, label, value }) => ({ key: meter, meter, label, value, ...drawn[meter] }));
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
