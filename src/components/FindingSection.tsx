import type { Finding } from "../types/contract";
import { EvidenceChips } from "./EvidenceChips";
import { Headline } from "./Headline";
import { Icon } from "./Icon";
import { Said } from "./Said";

/** How a rule says that there is no risk or nothing to undo. */
const NOTHING = /^(none\.?)?$/i;
/** Yes or no: said in one breath with what it is about. */
const SHORT = /^(?:yes|no)\.$/i;
const HEALTHY_CHIPS = 3;
/** More numbers than these are read as a table: "What was measured" has them all. */
const CHIPS = 4;

interface FindingSectionProps {
  readonly finding: Finding;
  readonly lead: string;
  /** Not what was asked, and no fault: said in short. */
  readonly aside?: boolean;
}

/** One finding: what it is, why, the numbers, what to do and its risk, all on one edge. */
export function FindingSection({ finding, lead, aside = false }: FindingSectionProps) {
  const isHealthy = finding.id === "healthy";
  return (
    <section className={`part ${isHealthy ? "healthy" : finding.severity} ${aside ? "aside" : ""}`}>
      <Glyph finding={finding} />
      {lead !== "" && !SHORT.test(lead) && <p className="lead">{lead}</p>}
      <Headline finding={finding} reply={SHORT.test(lead) ? lead : ""} />
      <p className="why">
        <Said line={finding.why} />
      </p>
      {!aside && <EvidenceChips finding={finding} limit={isHealthy ? HEALTHY_CHIPS : CHIPS} />}
      {!aside && !isHealthy && <AdviceRows finding={finding} />}
    </section>
  );
}

/** The severity as a shape; the words beside it say the same. */
function Glyph({ finding }: { readonly finding: Finding }) {
  if (finding.id === "healthy") {
    return (
      <span className="glyph" aria-hidden="true">
        <Icon name="tick" />
      </span>
    );
  }
  return (
    <span className="glyph" aria-hidden="true">
      {finding.severity === "info" ? "i" : "!"}
    </span>
  );
}

function AdviceRows({ finding }: { readonly finding: Finding }) {
  const rows = [
    ["What to do", finding.advice],
    ["Risk", finding.risk],
    ["Undo", finding.undo],
  ].filter(([, text]) => !NOTHING.test(text?.trim() ?? ""));
  if (rows.length === 0) return null;
  return (
    <dl className="rows">
      {rows.map(([label, text]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            <Said line={text ?? ""} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
