import { faultsOf, wordsBy } from "../lib/answer";
import { signalLabel } from "../lib/signals";
import type { Answer, Finding, UnknownSignal } from "../types/contract";
import { CardPart } from "./CardPart";
import { EvidenceChips } from "./EvidenceChips";
import { FindingSection } from "./FindingSection";
import { Icon } from "./Icon";

/** What was measured and what is known: the part of an answer that no model touches. */
export function MeasuredPart({ answer }: { readonly answer: Answer }) {
  const cards = wordsBy(answer.parts, "card");
  return (
    <>
      {wordsBy(answer.parts, "rules") !== "" && <RulesPart answer={answer} />}
      {cards !== "" && <CardPart text={cards} cards={answer.cards} />}
    </>
  );
}

function RulesPart({ answer }: { readonly answer: Answer }) {
  const faults = faultsOf(answer);
  const { lead } = answer;
  if (faults.length > 0) {
    return (
      <>
        {faults.map((finding, index) => (
          <FindingSection key={`${finding.id} ${finding.title}`} finding={finding} lead={index === 0 ? lead : ""} />
        ))}
        <Unread signals={answer.unknown} />
      </>
    );
  }
  const [first] = answer.findings;
  if (answer.verdict === "unknown" || first === undefined) return <CannotTell answer={answer} />;
  return <Healthy finding={first} lead={lead} unread={answer.unknown} />;
}

interface HealthyProps {
  readonly finding: Finding;
  readonly lead: string;
  readonly unread: readonly UnknownSignal[];
}

const HEALTHY_CHIPS = 3;

function Healthy({ finding, lead, unread }: HealthyProps) {
  return (
    <>
      <section className="part healthy">
        <span className="glyph" aria-hidden="true">
          <Icon name="tick" />
        </span>
        {lead !== "" && <p className="lead">{lead}</p>}
        <h2 className="headline">{finding.title}</h2>
        <p className="why">{finding.why}</p>
        <EvidenceChips finding={finding} limit={HEALTHY_CHIPS} />
      </section>
      <Unread signals={unread} />
    </>
  );
}

function CannotTell({ answer }: { readonly answer: Answer }) {
  return (
    <>
      <section className="part unknown">
        <span className="glyph" aria-hidden="true">
          ?
        </span>
        <h2 className="headline">I cannot tell</h2>
        <p className="why">{wordsBy(answer.parts, "rules").replace(/^I cannot tell\.\s*/, "")}</p>
      </section>
      <Unread signals={answer.unknown} />
    </>
  );
}

/** What could not be read, and why: absent is not zero. */
function Unread({ signals }: { readonly signals: readonly UnknownSignal[] }) {
  if (signals.length === 0) return null;
  return (
    <section className="unread" aria-label="Could not be read">
      <h3>Could not be read</h3>
      <ul>
        {signals.map(({ signal, reason }) => (
          <li key={`${signal} ${reason}`}>
            <b>{signalLabel(signal)}</b> {reason}
          </li>
        ))}
      </ul>
    </section>
  );
}
