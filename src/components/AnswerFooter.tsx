import { useState } from "react";
import { measuredAt, wordsBy } from "../lib/answer";
import { seconds, timeOfDay } from "../lib/format";
import type { Answer } from "../types/contract";
import { MeasuredTable } from "./MeasuredTable";

interface AnswerFooterProps {
  readonly answer: Answer | null;
  readonly text: string;
  readonly again: string;
  readonly onAgain: (() => void) | null;
}

/** When it was measured, and what one may do with the answer. */
export function AnswerFooter({ answer, text, again, onAgain }: AnswerFooterProps) {
  const [open, setOpen] = useState(false);
  const hasMeasured = answer !== null && wordsBy(answer.parts, "rules") !== "";
  return (
    <footer className="foot">
      <div className="foot-line">
        {hasMeasured && <span className="foot-time">{measuredText(answer)}</span>}
        {hasMeasured && (
          <button type="button" className="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
            What was measured
          </button>
        )}
        {onAgain !== null && (
          <button type="button" className="quiet" onClick={onAgain}>
            {again}
          </button>
        )}
        <CopyButton text={text} />
      </div>
      {open && answer !== null && <MeasuredTable answer={answer} />}
    </footer>
  );
}

const COPY_LABELS = { not: "Copy", done: "Copied", failed: "Could not be copied" } as const;

/** The whole answer into the clipboard; a browser may refuse that. */
function CopyButton({ text }: { readonly text: string }) {
  const [copied, setCopied] = useState<keyof typeof COPY_LABELS>("not");
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setCopied("done"),
      () => setCopied("failed"),
    );
  return (
    <button type="button" className="quiet" onClick={copy} onBlur={() => setCopied("not")}>
      {COPY_LABELS[copied]}
    </button>
  );
}

function measuredText(answer: Answer): string {
  const time = timeOfDay(measuredAt(answer));
  const took = answer.timings_ms.snapshot;
  return `Measured${time === "" ? "" : ` ${time}`}${took > 0 ? ` in ${seconds(took)}` : ""}`;
}
