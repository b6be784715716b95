import type { Failure } from "../types/contract";
import { Said } from "./Said";

/** A sentence may begin with a capital; a model's name is what it is. */
const PLAIN_WORD = /^[a-z](?=[a-z]* )/;

/** What goes on; never part of an answer. */
export function Phase({ text, alone = false }: { readonly text: string; readonly alone?: boolean }) {
  return (
    <p className={alone ? "phase alone" : "phase"}>
      <span className="pulse" aria-hidden="true" />
      {text.replace(PLAIN_WORD, (letter) => letter.toUpperCase())}
    </p>
  );
}

/** One line each on what answered and why. */
export function Notices({ lines }: { readonly lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <ul className="notices">
      {lines.map((line) => (
        <li key={line}>
          <Said line={line} />
        </li>
      ))}
    </ul>
  );
}

/** Why something is not there, in its place; nothing where nothing failed. */
export function FailureLine({ text }: { readonly text: string | null }) {
  if (text === null) return null;
  return (
    <p className="failure" role="alert">
      <Said line={text} />
    </p>
  );
}

interface FailureNoteProps {
  readonly failure: Failure;
  readonly onRetry: (() => void) | null;
}

export function FailureNote({ failure, onRetry }: FailureNoteProps) {
  return (
    <div className="failure" role="alert">
      <p>
        <Said line={`${failure.message} ${failure.hint}`} />
      </p>
      {onRetry !== null && (
        <button type="button" className="plain-button" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}
