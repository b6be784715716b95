import { faultsOf, wordsBy } from "../lib/answer";
import { labelOf } from "../lib/signals";
import type { Answer, Finding, UnknownSignal } from "../types/contract";
import { CardPart } from "./CardPart";
import { FindingSection } from "./FindingSection";
import { Said } from "./Said";

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
  const { findings, lead, unknown, verdict } = answer;
  const told = answer.told ?? findings.length;
  if (findings.length === 0 || (verdict === "unknown" && faultsOf(answer).length === 0))
    return <CannotTell answer={answer} />;
  return (
    <>
      {findings.slice(0, told).map((finding, index) => (
        <FindingSection
          key={`${finding.id} ${finding.title} ${finding.culprit.pid}`}
          finding={finding}
          lead={index === 0 ? lead : ""}
          aside={index > 0 && finding.severity === "info"}
        />
      ))}
      <AlsoFound findings={findings.slice(told)} />
      <Unread signals={unknown} folded />
    </>
  );
}

/** What was found beside what was asked about: by its title, so that the answer stays short. */
function AlsoFound({ findings }: { readonly findings: readonly Finding[] }) {
  if (findings.length === 0) return null;
  return (
    <section className="unread" aria-label="Also found">
      <h3>Also found</h3>
      <ul>
        {findings.map((finding) => (
          <li key={`${finding.id} ${finding.title}`}>{finding.title}</li>
        ))}
      </ul>
    </section>
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
        <p className="why">
          <Said line={wordsBy(answer.parts, "rules").replace(/^I cannot tell\.\s*/, "")} />
        </p>
      </section>
      <Unread signals={answer.unknown} />
    </>
  );
}

/** More than these are folded away, where something else answers the question. */
const UNREAD_IN_SIGHT = 2;

interface UnreadProps {
  readonly signals: readonly UnknownSignal[];
  readonly folded?: boolean;
}

/** What could not be read, and why: absent is not zero. */
function Unread({ signals, folded = false }: UnreadProps) {
  if (signals.length === 0) return null;
  const list = (
    <ul>
      {signals.map((one) => (
        <li key={`${one.signal} ${one.reason}`}>
          <b>{labelOf(one)}</b> <Said line={one.reason} />
        </li>
      ))}
    </ul>
  );
  return (
    <section className="unread" aria-label="Could not be read">
      {folded && signals.length > UNREAD_IN_SIGHT ? (
        <details>
          <summary>{signals.length} things could not be read</summary>
          {list}
        </details>
      ) : (
        <>
          <h3>Could not be read</h3>
          {list}
        </>
      )}
    </section>
  );
}
