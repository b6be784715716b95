import { type RefObject, useEffect, useRef, useState } from "react";
import { timeOfDay } from "../lib/format";
import type { ConversationInfo } from "../types/contract";
import { Icon } from "./Icon";

interface HistoryRowProps {
  readonly conversation: ConversationInfo;
  readonly onOpen: () => void;
  readonly onForget: () => void;
}

/** A kept conversation: opened with a press, deleted with two. */
export function HistoryRow({ conversation, onOpen, onForget }: HistoryRowProps) {
  const { title, updated_at } = conversation;
  return (
    <li className="kept">
      <button type="button" className="kept-open" onClick={onOpen}>
        <span className="kept-title">{title}</span>
        <span className="kept-time">{timeOfDay(updated_at).slice(0, 5)}</span>
      </button>
      <Delete title={title} onForget={onForget} />
    </li>
  );
}

/** Asks once more; the focus goes with the question, to what loses nothing. */
function Delete({ title, onForget }: { readonly title: string; readonly onForget: () => void }) {
  const [state, setState] = useState<"idle" | "asking" | "kept">("idle");
  const bin = useRef<HTMLButtonElement>(null);
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (state !== "idle") (state === "asking" ? keep : bin).current?.focus();
  }, [state]);
  if (state === "asking") return <Sure keep={keep} onForget={onForget} onKeep={() => setState("kept")} />;
  return (
    <button
      ref={bin}
      type="button"
      className="rail-tool"
      aria-label={`Delete ${title}`}
      onClick={() => setState("asking")}
    >
      <Icon name="bin" />
    </button>
  );
}

interface SureProps {
  readonly keep: RefObject<HTMLButtonElement | null>;
  readonly onForget: () => void;
  readonly onKeep: () => void;
}

function Sure({ keep, onForget, onKeep }: SureProps) {
  return (
    <span className="kept-sure">
      <button type="button" className="plain-button danger" onClick={onForget}>
        Delete for good
      </button>
      <button ref={keep} type="button" className="plain-button" onClick={onKeep}>
        Keep
      </button>
    </span>
  );
}
