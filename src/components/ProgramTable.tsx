import { type Marks, markedAmong } from "../lib/answer";
import { bytesText, isAbsent } from "../lib/format";
import type { Absent, LiveProgram } from "../types/contract";
import { Bar } from "./Programs";

interface ProgramTableProps {
  readonly programs: readonly LiveProgram[] | Absent;
  readonly marks: Marks;
}

/** The applications that use most, with what lies below each. */
export function ProgramTable({ programs, marks }: ProgramTableProps) {
  const marked = isAbsent(programs) ? new Set<number>() : markedAmong(programs, marks);
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
          <tbody>
            {programs.map((program) => (
              <tr key={program.pid} className={marked.has(program.pid) ? "marked" : undefined}>
                <th scope="row">
                  <span className={marked.has(program.pid) ? "name" : "program"}>{program.name}</span>
                </th>
                <td>
                  <span className="program-bar">
                    <Bar ratio={program.cpu_cores} />
                    <span>{Math.round(program.cpu_cores * 100)} %</span>
                  </span>
                </td>
                <td className="number">
                  {isAbsent(program.memory_bytes) ? program.memory_bytes.unknown : bytesText(program.memory_bytes)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
