/** A measured thing as its core calls it; one that an older core kept without a label says its own name. */
export function labelOf({ signal, label }: { readonly signal: string; readonly label: string | null }): string {
  if (label !== null) return label;
  const said = signal.replaceAll(/[._]/g, " ");
  return said.charAt(0).toUpperCase() + said.slice(1);
}

export type Meter = "processor" | "memory" | "disk" | "network" | "graphics";

const METERS: readonly (readonly [RegExp, Meter])[] = [
  [/^(cpu|load)\b|\.cpu\b/, "processor"],
  [/^(memory|swap|oom)\b|\.(memory|resident|anonymous)\b/, "memory"],
  [/^(disk|mount|io|inode|deleted)|\.(written|read|inodes)\b/, "disk"],
  [/^(network|interface|tcp|wifi)/, "network"],
  [/^gpu/, "graphics"],
];

/** Which meter shows a signal, if any does. */
export function meterOf(signal: string): Meter | null {
  return METERS.find(([pattern]) => pattern.test(signal))?.[1] ?? null;
}
