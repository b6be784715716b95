import type { Answer, Finding, Part } from "../types/contract";
import { type Meter, meterOf } from "./signals";

/** The words of one author, joined. */
export function wordsBy(parts: readonly Part[], by: Part["by"]): string {
  const texts = parts.filter((part) => part.by === by).map((part) => part.text.trim());
  return texts.filter((text) => text !== "").join("\n\n");
}

/** Findings that are drawn as faults; a healthy machine has none. */
export function faultsOf(answer: Answer): readonly Finding[] {
  return answer.findings.filter((finding) => finding.severity !== "info");
}

export function sentenceCount(text: string): number {
  return text.trim() === ""
    ? 0
    : [...new Intl.Segmenter("en", { granularity: "sentence" }).segment(text.trim())].length;
}

/** When the first value was measured, in the machine's own words. */
export function measuredAt(answer: Answer): string {
  return (
    answer.findings.flatMap((finding) => finding.evidence).find((piece) => piece.measured_at !== "")?.measured_at ?? ""
  );
}

/** Where findings point: meters, and programs by name. */
export interface Marks {
  readonly meters: ReadonlySet<Meter>;
  readonly programs: ReadonlySet<string>;
}

export const NO_MARKS: Marks = { meters: new Set(), programs: new Set() };

export function marksOf(answer: Answer | null): Marks {
  if (answer === null) return NO_MARKS;
  const faults = faultsOf(answer);
  const first = faults.map((finding) => meterOf(finding.evidence[0]?.signal ?? finding.id));
  return {
    meters: new Set(first.filter((meter) => meter !== null)),
    programs: new Set(faults.map((finding) => finding.culprit.name).filter((name) => name !== "")),
  };
}
