import { type KeyboardEvent, type RefObject, useState } from "react";
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
  const send = () => {
    if (running || draft.trim() === "") return;
    onSend(draft);
    setDraft("");
    field.current?.focus();
  };
  const pressed = (event: KeyboardEvent) => {
    // While an input method composes, Enter picks a word; 229 is how older engines say so.
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    send();
  };
  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <label className="unseen" htmlFor="question">
        Your question
      </label>
      <textarea
        id="question"
        ref={field}
        rows={1}
        value={draft}
        placeholder="Ask about this computer"
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={pressed}
      />
      <div className="composer-foot">
        <span className="composer-promise">{promise}</span>
        <SendButton running={running} empty={draft.trim() === ""} onStop={onStop} />
      </div>
    </form>
  );
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
