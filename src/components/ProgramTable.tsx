import { type Marks, markedAmong } from "../lib/answer";
import { bytesText, isAbsent } from "../lib/format";
import type { Absent, LiveProgram } from "../types/contract";
import { Name } from "./Name";
import { Bar } from "./Programs";

interface ProgramTableProps {
  readonly programs: readonly LiveProgram[] | Absent;
  readonly marks: Marks;
}

/** The applications that use most, with what lies below each. */
export function ProgramTable({ programs, marks }: ProgramTableProps) {
  return (
    <section className="sheet">
      <h2>Applications</h2>
      {isAbsent(programs) ? (
        <p className="note">{programs.unknown}</p>
      ) : (
        <table className="program-table">
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Processor, of one core</th>
              <th scope="col" className="number">
                Memory
              </th>
            </tr>
          </thead>
          <ProgramRows programs={programs} marked={markedAmong(programs, marks)} />
        </table>
      )}
    </section>
  );
}

interface ProgramRowsProps {
  readonly programs: readonly LiveProgram[];
  /** The numbers of those that a finding names. */
  readonly marked: ReadonlySet<number>;
}

function ProgramRows({ programs, marked }: ProgramRowsProps) {
  return (
    <tbody>
      {programs.map(({ pid, name, cpu_cores, memory_bytes }) => (
        <tr key={pid} className={marked.has(pid) ? "marked" : undefined}>
          <th scope="row">
            <span className={marked.has(pid) ? "name" : "program"}>
              <Name name={name} />
            </span>
          </th>
          <td>
            <span className="program-bar">
              <Bar ratio={cpu_cores} />
              <span>{Math.round(cpu_cores * 100)} %</span>
            </span>
          </td>
          <td className="number">{isAbsent(memory_bytes) ? memory_bytes.unknown : bytesText(memory_bytes)}</td>
        </tr>
      ))}
    </tbody>
  );
}
