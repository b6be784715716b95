import type { Evidence, Finding } from "../types/contract";
import { labelOf } from "./signals";

/** A measured value as it stands under an answer. */
export interface Chip {
  readonly key: string;
  readonly label: string;
  readonly value: string;
  /** "over 80 %": on which side of the rule's threshold it lies. */
  readonly limit: string;
  readonly signal: string;
  readonly measuredAt: string;
}

/** What the words need and a chip would only repeat: names, who comes next, and the window, which is in the footer. */
const SPOKEN_ONLY = /^(?:window|name|other\..+|process\.pid)$/;

/**
 * The evidence of a finding as chips; a total joins its part ("21.3 of 23.5 GiB"), the window stands in the footer.
 * Of a signal that comes twice in one unit only the first is the culprit's; the others are in the text and the table.
 */
export function chipsOf(finding: Finding): Chip[] {
  const totals = new Map(finding.evidence.map((piece) => [piece.signal, piece]));
  const seen = new Set<string>();
  const shown = finding.evidence.filter((piece) => {
    const kind = `${piece.signal} ${isShare(piece) ? "share" : "amount"}`;
    const isFirst = !seen.has(kind);
    seen.add(kind);
    return isFirst && !SPOKEN_ONLY.test(piece.signal) && !isJoined(piece, totals);
  });
  return shown.map((piece, index) => chip(piece, `${finding.id}.${index}`, finding, totals));
}

function isShare({ unit }: Evidence): boolean {
  return unit === "ratio";
}

function chip(piece: Evidence, key: string, finding: Finding, totals: ReadonlyMap<string, Evidence>): Chip {
  const total = totalOf(piece, totals);
  return {
    key,
    label: labelOf(piece),
    value: total === undefined ? displayed(piece) : joined(displayed(piece), displayed(total)),
    limit: isBeside(piece, finding) ? "" : limitText(piece),
    signal: piece.signal,
    measuredAt: piece.measured_at,
  };
}

export function displayed(piece: Evidence): string {
  return piece.display === "" ? `${piece.value} ${piece.unit}`.trim() : piece.display;
}

function totalOf(piece: Evidence, all: ReadonlyMap<string, Evidence>): Evidence | undefined {
  if (!/\.(available|used|free)$/.test(piece.signal)) return undefined;
  const total = all.get(piece.signal.replace(/\.\w+$/, ".total"));
  return total?.unit === piece.unit ? total : undefined;
}

function isJoined(piece: Evidence, all: ReadonlyMap<string, Evidence>): boolean {
  return piece.signal.endsWith(".total") && [...all.values()].some((other) => totalOf(other, all) === piece);
}

function joined(part: string, total: string): string {
  const unit = total.split(" ").at(-1) ?? "";
  return part.endsWith(` ${unit}`) ? `${part.slice(0, -unit.length - 1)} of ${total}` : `${part} of ${total}`;
}

/** Signals of which little is too little. */
const LOW_IS_BAD = /\.(?:available|free|left|full_in|age|inodes_free)$/;

/** A value of a fault on the harmless side of its threshold: the finding stands for another reason. */
function isBeside({ signal, value, threshold }: Evidence, { severity }: Finding): boolean {
  if (severity === "info" || threshold === null || typeof value === "string") return false;
  return value >= threshold === LOW_IS_BAD.test(signal);
}

function limitText(piece: Evidence): string {
  const { value, threshold } = piece;
  if (threshold === null || typeof value !== "number") return "";
  return `${value >= threshold ? "over" : "under"} ${limitFigure(piece)}`;
}

/** A threshold as its value is said: of cores in hundredths, or in cores where the value is. */
export function limitFigure({ threshold, unit, display }: Evidence): string {
  if (threshold === null) return "";
  if (unit === "ratio" || (unit === "cores" && !display.includes("core")))
    return `${Math.round(threshold * 1000) / 10} %`;
  const rounded = Math.round(threshold * 100) / 100;
  if (unit === "celsius") return `${rounded} °C`;
  return unit === "count" || unit === "" ? rounded.toString() : `${rounded} ${unit}`;
}
