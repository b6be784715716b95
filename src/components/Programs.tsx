import { isAbsent } from "../lib/format";
import type { Absent, LiveProgram } from "../types/contract";

interface ProgramsProps {
  readonly programs: readonly LiveProgram[] | Absent;
  readonly marks: ReadonlySet<string>;
  readonly limit: number;
}

/** Who uses most of the processor; the one that a finding names is marked as there. */
export function Programs({ programs, marks, limit }: ProgramsProps) {
  if (isAbsent(programs)) return <p className="panel-error">{programs.unknown}</p>;
  return (
    <ul className="programs" aria-label="Programs that use most of the processor">
      {markedFirst(programs, marks)
        .slice(0, limit)
        .map(({ name, pid, cpu_cores }) => (
          <li key={pid} className={marks.has(name) ? "marked" : undefined}>
            <span className={marks.has(name) ? "name" : "program"} title={name}>
              {name}
            </span>
            <Bar ratio={cpu_cores} />
            <span className="program-share">{Math.round(cpu_cores * 100)} %</span>
          </li>
        ))}
    </ul>
  );
}

/** What a finding names is always in sight, however busy the others are. */
function markedFirst(programs: readonly LiveProgram[], marks: ReadonlySet<string>): readonly LiveProgram[] {
  return programs.toSorted((one, other) => Number(marks.has(other.name)) - Number(marks.has(one.name)));
}

/** A share as a bar; the number beside it says the same. */
export function Bar({ ratio }: { readonly ratio: number }) {
  return (
    <svg className="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <rect className="bar-track" width="100" height="8" />
      <rect className="bar-fill" width={Math.min(100, Math.max(1, ratio * 100))} height="8" />
    </svg>
  );
}
