import { displayed, limitFigure } from "../lib/evidence";
import { timeOfDay, unbroken } from "../lib/format";
import type { Answer, Evidence } from "../types/contract";

/** Every value that the answer rests on, and what could not be read. */
export function MeasuredTable({ answer }: { readonly answer: Answer }) {
  const rows = answer.findings.flatMap((finding) =>
    finding.evidence.map((piece, index) => ({ key: `${finding.id}.${index}`, finding: finding.id, piece })),
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
    <div className="measured" tabIndex={0}>
      <table>
        <caption className="unseen">What was measured</caption>
        <thead>
          <MeasuredHead />
        </thead>
        <tbody>
          {rows.map(({ key, ...row }) => (
            <MeasuredRow key={key} {...row} />
          ))}
          {answer.unknown.map(({ signal, reason }) => (
            <tr key={`${signal} ${reason}`}>
              <td className="mono">{signal}</td>
              <td colSpan={4}>not read: {reason}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function MeasuredHead() {
  return (
    <tr>
      {["Signal", "Value", "Limit", "At", "For"].map((title) => (
        <th key={title} scope="col">
          {title}
        </th>
      ))}
    </tr>
  );
}

function MeasuredRow({ piece, finding }: { readonly piece: Evidence; readonly finding: string }) {
  return (
    <tr>
      <td className="mono">{piece.signal}</td>
      <td className="number">{unbroken(displayed(piece))}</td>
      <td className="number">{piece.threshold === null ? "–" : unbroken(limitFigure(piece))}</td>
      <td className="number">{timeOfDay(piece.measured_at)}</td>
      <td className="mono">{finding}</td>
    </tr>
  );
}
