import { type Marks, markedAmong } from "../lib/answer";
import { isAbsent } from "../lib/format";
import type { Absent, LiveProgram } from "../types/contract";

interface ProgramsProps {
  readonly programs: readonly LiveProgram[] | Absent;
  readonly marks: Marks;
  readonly limit: number;
}

/** Who uses most of the processor; the one that a finding names is marked as there. */
export function Programs({ programs, marks, limit }: ProgramsProps) {
  if (isAbsent(programs)) return <p className="panel-error">{programs.unknown}</p>;
  const marked = markedAmong(programs, marks);
  return (
    <ul className="programs" aria-label="Programs that use most of the processor">
      {markedFirst(programs, marked)
        .slice(0, limit)
        .map(({ name, pid, cpu_cores }) => (
          <li key={pid} className={marked.has(pid) ? "marked" : undefined}>
            <span className={marked.has(pid) ? "name" : "program"} title={name}>
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
function markedFirst(programs: readonly LiveProgram[], marked: ReadonlySet<number>): readonly LiveProgram[] {
  return programs.toSorted((one, other) => Number(marked.has(other.pid)) - Number(marked.has(one.pid)));
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
