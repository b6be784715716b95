import type { Absent, Frame } from "../types/contract";
import { bytes, type Figure, isAbsent, measured, percent } from "./format";
import type { Meter } from "./signals";

/** One of the five meters: its name, what it shows now, and how its line is read out of a frame. */
export interface MeterView {
  readonly meter: Meter;
  readonly label: string;
  /** A figure and the words after it, or why there is none. */
  readonly value: Figure | Absent;
  readonly values: readonly (number | null)[];
  /** The top of its scale. */
  readonly top: number;
}

const QUIET_NETWORK = 1_000_000;

export function metersOf(frames: readonly Frame[]): MeterView[] {
  const now = frames.at(-1);
  if (now === undefined) return [];
  const line = (pick: (frame: Frame) => number | Absent) => frames.map(pick).map(numberOrNull);
  const share = (meter: Meter, label: string, value: Figure | Absent, pick: (frame: Frame) => number | Absent) => ({
    ...{ meter, label, value },
    values: line(pick),
    top: 1,
  });
  const traffic = line(trafficOf);
  return [
    share("processor", "Processor", measured(now.cpu_busy_ratio, percent), (frame) => frame.cpu_busy_ratio),
    share("memory", "Memory", memoryOf(now), memoryUsedRatio),
    share("disk", `Disk ${now.disk_path}`, diskOf(now), (frame) => frame.disk_busy_ratio),
    {
      ...share("network", "Network", measured(trafficOf(now), rate), trafficOf),
      top: Math.max(QUIET_NETWORK, ...traffic.map((value) => (value ?? 0) * 1.2)),
    },
    share("graphics", "Graphics", measured(now.gpu_busy_ratio, percent), (frame) => frame.gpu_busy_ratio),
  ];
}

export function numberOrNull(value: number | Absent): number | null {
  return isAbsent(value) ? null : value;
}

/** Received and sent together. */
function trafficOf(frame: Frame): number | Absent {
  const { received_bytes_per_second: received, sent_bytes_per_second: sent } = frame;
  if (isAbsent(received)) return received;
  return isAbsent(sent) ? sent : received + sent;
}

function rate(bytesPerSecond: number): Figure {
  return { number: (bytesPerSecond / 2 ** 20).toFixed(1), unit: "MiB/s" };
}

export function memoryUsedRatio(frame: Frame): number | Absent {
  const { memory_total_bytes: total, memory_available_bytes: available } = frame;
  if (isAbsent(total)) return total;
  return isAbsent(available) ? available : (total - available) / total;
}

function memoryOf(frame: Frame): Figure | Absent {
  const { memory_total_bytes: total, memory_available_bytes: available } = frame;
  if (isAbsent(total)) return total;
  if (isAbsent(available)) return available;
  const all = bytes(total);
  const used = bytes(total - available);
  const first = used.unit === all.unit ? used.number : `${used.number} ${used.unit}`;
  return { number: first, unit: `of ${all.number} ${all.unit}` };
}

function diskOf(frame: Frame): Figure | Absent {
  if (isAbsent(frame.disk_used_ratio)) return frame.disk_used_ratio;
  const used = percent(frame.disk_used_ratio);
  const busy = frame.disk_busy_ratio;
  return { number: used.number, unit: `% full${isAbsent(busy) ? "" : `, ${percent(busy).number} % busy`}` };
}
