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
  const traffic = line(trafficOf);
  return [
    {
      meter: "processor",
      label: "Processor",
      value: measured(now.cpu_busy_ratio, percent),
      values: line((frame) => frame.cpu_busy_ratio),
      top: 1,
    },
    { meter: "memory", label: "Memory", value: memoryOf(now), values: line(memoryUsedRatio), top: 1 },
    {
      meter: "disk",
      label: `Disk ${now.disk_path}`,
      value: diskOf(now),
      values: line((frame) => frame.disk_busy_ratio),
      top: 1,
    },
    {
      meter: "network",
      label: "Network",
      value: measured(trafficOf(now), rate),
      values: traffic,
      top: Math.max(QUIET_NETWORK, ...traffic.map((value) => (value ?? 0) * 1.2)),
    },
    {
      meter: "graphics",
      label: "Graphics",
      value: measured(now.gpu_busy_ratio, percent),
      values: line((frame) => frame.gpu_busy_ratio),
      top: 1,
    },
  ];
}

export function numberOrNull(value: number | Absent): number | null {
  return isAbsent(value) ? null : value;
}

/** Received and sent together. */
export function trafficOf(frame: Frame): number | Absent {
  const { received_bytes_per_second: received, sent_bytes_per_second: sent } = frame;
  if (isAbsent(received)) return received;
  return isAbsent(sent) ? sent : received + sent;
}

export function rate(bytesPerSecond: number): Figure {
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
