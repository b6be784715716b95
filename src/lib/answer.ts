import type { Answer, Finding, LiveProgram, Part } from "../types/contract";
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

/** Where findings point: meters, and programs by number and by name. */
export interface Marks {
  readonly meters: ReadonlySet<Meter>;
  readonly pids: ReadonlySet<number>;
  readonly names: ReadonlySet<string>;
}

export function marksOf(answer: Answer | null): Marks {
  const faults = answer === null ? [] : faultsOf(answer);
  const first = faults.map((finding) => meterOf(finding.evidence[0]?.signal ?? finding.id));
  return {
    meters: new Set(first.filter((meter) => meter !== null)),
    pids: new Set(faults.map(({ culprit }) => culprit.pid).filter((pid) => pid !== null)),
    names: new Set(faults.map(({ culprit }) => culprit.name).filter((name) => name !== "")),
  };
}

/** Which of these programs a finding names: by its number, or by its name where no other of that name has the number. */
export function markedAmong(programs: readonly LiveProgram[], { pids, names }: Marks): ReadonlySet<number> {
  const byNumber = programs.filter(({ pid }) => pids.has(pid));
  const found = new Set(byNumber.map(({ name }) => name));
  const byName = programs.filter(({ name }) => names.has(name) && !found.has(name));
  return new Set([...byNumber, ...byName].map(({ pid }) => pid));
}
