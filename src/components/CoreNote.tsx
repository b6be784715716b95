import type { UseCore } from "../hooks/useCore";
import { noteOf } from "../lib/coreState";
import { Said } from "./Said";

/** That the core is gone, why, and what is done about it: above whatever page is open. */
export function CoreNote({ core }: { readonly core: UseCore }) {
  const note = noteOf(core.state);
  if (note === null) return null;
  return (
    <div className={`note-bar core-note ${note.tone}`} role={note.tone === "bad" ? "alert" : "status"}>
      <p>
        <Said line={note.text} />
      </p>
      {note.action !== null && (
        <button type="button" className="plain-button" onClick={note.action === "Close" ? core.dismiss : core.restart}>
          {note.action}
        </button>
      )}
    </div>
  );
}
