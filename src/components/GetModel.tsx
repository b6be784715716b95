import { type FormEvent, useState } from "react";
import type { Pull } from "../hooks/usePull";
import type { PullJob } from "../types/contract";
import { progressOf, pullAmount, pullText } from "./StatusPill";

interface GetModelProps {
  readonly pull: Pull;
  /** What to get where nothing is typed; empty where nothing is. */
  readonly suggested: string;
}

/** Fetch a model by its name, or see how far one is. */
export function GetModel({ pull, suggested }: GetModelProps) {
  const [name, setName] = useState("");
  const wanted = name.trim() || suggested;
  if (pull.job !== null) return <Coming job={pull.job} onCancel={pull.cancel} />;
  const get = (event: FormEvent) => {
    event.preventDefault();
    if (wanted !== "") pull.start(wanted);
  };
  return (
    <form className="sheet get-model" onSubmit={get}>
      <label htmlFor="model-name">Get another model</label>
      <div className="get-model-line">
        <input
          id="model-name"
          value={name}
          placeholder={suggested || "name:size, as Ollama's library has it"}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setName(event.target.value)}
        />
        <button type="submit" className="plain-button" disabled={wanted === ""}>
          Get
        </button>
      </div>
    </form>
  );
}

function Coming({ job, onCancel }: { readonly job: PullJob; readonly onCancel: () => void }) {
  return (
    <section className="sheet get-model">
      <h2>{pullText(job)}</h2>
      <progress aria-label={`Getting ${job.model}`} max={job.total_bytes ?? undefined} value={progressOf(job)} />
      <p className="note">{pullAmount(job)}</p>
      <button type="button" className="plain-button" onClick={onCancel}>
        Cancel, and keep what has arrived
      </button>
    </section>
  );
}
