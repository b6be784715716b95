import type { Absent } from "../types/contract";

/** A number with its unit, apart, since units are drawn lighter. */
export interface Figure {
  readonly number: string;
  readonly unit: string;
}

const STEPS = ["B", "KiB", "MiB", "GiB", "TiB"] as const;

export function isAbsent(value: unknown): value is Absent {
  return typeof value === "object" && value !== null && "unknown" in value;
}

/** Apply to what was measured; what was not stays absent. */
export function measured<T, R>(value: T | Absent, use: (value: T) => R): R | Absent {
  return isAbsent(value) ? value : use(value);
}

export function percent(ratio: number): Figure {
  const value = ratio * 100;
  return { number: value > 0 && value < 1 ? "under 1" : Math.round(value).toString(), unit: "%" };
}

export function bytes(count: number): Figure {
  const power = count < 1 ? 0 : Math.min(STEPS.length - 1, Math.floor(Math.log2(count) / 10));
  const value = count / 2 ** (10 * power);
  return { number: value.toFixed(value < 100 && power > 0 ? 1 : 0), unit: STEPS[power] ?? "B" };
}

export function figureText(figure: Figure): string {
  return `${figure.number} ${figure.unit}`;
}

export function bytesText(count: number): string {
  return figureText(bytes(count));
}

/** A file's size as download pages and Ollama write it, by thousands: memory is counted by 1,024. */
export function fileText(count: number): string {
  return count < 1e9 ? `${Math.round(count / 1e6)} MB` : `${(count / 1e9).toFixed(1)} GB`;
}

export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** How long is left, to the precision that an estimate has. */
export function timeLeft(left: number): string {
  if (left < 60) return `${Math.max(1, Math.round(left))} s left`;
  if (left < 5400) return `${Math.round(left / 60)} min left`;
  return `${Math.round(left / 3600)} h left`;
}

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const day = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long" });
const dayAndYear = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric" });

/** The time of day on the user's clock; empty where the text is no time. */
export function timeOfDay(iso: string): string {
  const at = Date.parse(iso);
  return Number.isNaN(at) ? "" : clock.format(at);
}

/** A day as one says it: today, yesterday, else its date. */
export function dayName(iso: string, now: Date = new Date()): string {
  const at = new Date(iso);
  const days = Math.round((startOfDay(now) - startOfDay(at)) / 86_400_000);
  if (days === 0) return "Today";
  if (days === 1) return "Yesterday";
  return (at.getFullYear() === now.getFullYear() ? day : dayAndYear).format(at);
}

function startOfDay(at: Date): number {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();
}

const UNIT = /(\d) (?=(?:%|°C|(?:ms|s|min|h|W|cores?|[KMGT]i?B)\b))/g;

/** A number and its unit stay on one line. */
export function unbroken(text: string): string {
  return text.replace(UNIT, "$1\u00a0");
}

export function host(address: string): string {
  return URL.canParse(address) ? new URL(address).host.replace(/^www\./, "") : address;
}
