import type { Finding } from "../types/contract";
import { EvidenceChips } from "./EvidenceChips";
import { Headline } from "./Headline";

interface FindingSectionProps {
  readonly finding: Finding;
  readonly lead: string;
}

/** One fault: what it is, why, the numbers, what to do and its risk, all on one edge. */
export function FindingSection({ finding, lead }: FindingSectionProps) {
  return (
    <section className={`part ${finding.severity}`}>
      <span className="glyph" aria-hidden="true">
        !
      </span>
      {lead !== "" && <p className="lead">{lead}</p>}
      <Headline finding={finding} />
      <p className="why">{finding.why}</p>
      <EvidenceChips finding={finding} />
      <AdviceRows finding={finding} />
    </section>
  );
}

function AdviceRows({ finding }: { readonly finding: Finding }) {
  const rows = [
    ["What to do", finding.advice],
    ["Risk", finding.risk],
    ["Undo", finding.undo],
  ].filter(([, text]) => text !== "");
  if (rows.length === 0) return null;
  return (
    <dl className="rows">
      {rows.map(([label, text]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}
