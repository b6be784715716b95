import { type KeyboardEvent, type RefObject, type SyntheticEvent, useState } from "react";
import { Icon } from "./Icon";

interface ComposerProps {
  readonly running: boolean;
  readonly promise: string;
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly onSend: (message: string) => void;
  readonly onStop: () => void;
}

/** Where one asks. Stop takes the place of Send while an answer runs, and the focus stays in the text. */
export function Composer({ running, promise, field, onSend, onStop }: ComposerProps) {
  const [draft, setDraft] = useState("");
  const isEmpty = draft.trim() === "";
  const send = (event: SyntheticEvent) => {
    event.preventDefault();
    if (running || isEmpty) return;
    onSend(draft);
    setDraft("");
    field.current?.focus();
  };
  return (
    <div className="composer-place">
      <form className="composer" onSubmit={send}>
        <Question {...{ field, draft, setDraft }} onSend={send} />
        <div className="composer-foot">
          <span className="composer-promise">{promise}</span>
          <SendButton running={running} empty={isEmpty} onStop={onStop} />
        </div>
      </form>
    </div>
  );
}

interface QuestionProps {
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly draft: string;
  readonly setDraft: (draft: string) => void;
  readonly onSend: (event: KeyboardEvent) => void;
}

/** WebKitGTK 2.50 sizes no field by what it holds. */
const MOST_ROWS = 8;

function Question({ field, draft, setDraft, onSend }: QuestionProps) {
  return (
    <>
      <label className="unseen" htmlFor="question">
        Your question
      </label>
      <textarea
        id="question"
        ref={field}
        rows={Math.min(MOST_ROWS, draft.split("\n").length)}
        value={draft}
        placeholder="Ask about this computer"
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={(event) => isSend(event) && onSend(event)}
      />
    </>
  );
}

/** While an input method composes, Enter picks a word; 229 is how older engines say so. */
function isSend({ key, shiftKey, nativeEvent, keyCode }: KeyboardEvent): boolean {
  return key === "Enter" && !shiftKey && !nativeEvent.isComposing && keyCode !== 229;
}

interface SendButtonProps {
  readonly running: boolean;
  readonly empty: boolean;
  readonly onStop: () => void;
}

function SendButton({ running, empty, onStop }: SendButtonProps) {
  if (running) {
    return (
      <button key="stop" type="button" className="send" aria-label="Stop" title="Stop (Esc)" onClick={onStop}>
        <Icon name="stop" />
      </button>
    );
  }
  return (
    <button key="send" type="submit" className="send" aria-label="Send" title="Send (Enter)" aria-disabled={empty}>
      <Icon name="send" />
    </button>
  );
}
