import { type ReactNode, useEffect, useRef } from "react";

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** The browser's own dialog: it holds the focus, closes with Escape and gives the focus back. */
function Dialog({ title, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal?.();
  }, []);
  return (
    <dialog ref={dialog} className="dialog" aria-labelledby="dialog-title" onClose={onClose}>
      <h2 id="dialog-title">{title}</h2>
      {children}
    </dialog>
  );
}

interface LinkDialogProps {
  readonly address: string;
  readonly onOpen: () => void;
  readonly onClose: () => void;
}

/** Asked before anything outside is opened, with the whole address to read. */
export function LinkDialog({ address, onOpen, onClose }: LinkDialogProps) {
  return (
    <Dialog title="Open this page in your browser?" onClose={onClose}>
      <p className="mono address">{address}</p>
      <p>It is on the internet; what you asked here is not sent along.</p>
      <div className="dialog-foot">
        <button type="button" className="plain-button" onClick={onClose}>
          Stay here
        </button>
        <button type="button" className="plain-button strong" onClick={onOpen}>
          Open
        </button>
      </div>
    </Dialog>
  );
}

const KEYS = [
  ["Enter", "send"],
  ["Shift + Enter", "a new line"],
  ["Esc", "stop the answer"],
  ["Ctrl + N, or Alt + N", "a new conversation"],
  ["Ctrl + /", "this help"],
] as const;

export function HelpDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title="Keys and help" onClose={onClose}>
      <dl className="keys">
        {KEYS.map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <p>
        What stands first in an answer was measured, and judged by rules. A blue mark is known from a source. Words
        below a dashed line are the model's own, and each sentence of them was held against the measurement.
      </p>
      <div className="dialog-foot">
        <button type="button" className="plain-button" onClick={onClose}>
          Close
        </button>
      </div>
    </Dialog>
  );
}
