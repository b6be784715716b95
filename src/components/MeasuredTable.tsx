import { displayed } from "../lib/evidence";
import { timeOfDay } from "../lib/format";
import type { Answer } from "../types/contract";

/** Every value that the answer rests on, and what could not be read. */
export function MeasuredTable({ answer }: { readonly answer: Answer }) {
  const rows = answer.findings.flatMap((finding) =>
    finding.evidence.map((piece, index) => ({ key: `${finding.id}.${index}`, finding, piece })),
  );
  return (
    <div className="measured">
      <table>
        <caption className="unseen">What was measured</caption>
        <thead>
          <tr>
            <th scope="col">Signal</th>
            <th scope="col">Value</th>
            <th scope="col">Limit</th>
            <th scope="col">At</th>
            <th scope="col">For</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, finding, piece }) => (
            <tr key={key}>
              <td className="mono">{piece.signal}</td>
              <td>{displayed(piece)}</td>
              <td>{piece.threshold === null ? "–" : `${piece.threshold} ${piece.unit}`}</td>
              <td>{timeOfDay(piece.measured_at)}</td>
              <td className="mono">{finding.id}</td>
            </tr>
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
