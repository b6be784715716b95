import { useState } from "react";
import type { Loaded } from "../hooks/useLoaded";
import type { Pull } from "../hooks/usePull";
import type { ModelList } from "../types/contract";
import { ModelRow } from "./ModelRow";
import { Scroll } from "./Scroll";
import { progressOf, pullText } from "./StatusPill";

interface ModelsPageProps {
  readonly models: Loaded<ModelList>;
  readonly inUse: string;
  readonly pull: Pull;
  readonly onUse: (name: string) => void;
}

/** The models on this computer, whether each fits its free memory, and how to get another. */
export function ModelsPage({ models, inUse, pull, onUse }: ModelsPageProps) {
  const list = models.value;
  return (
    <Scroll label="Models">
      <div className="page-body">
        <p className="page-lead">
          A model adds words to an answer only after it has passed an exam of forty questions; what was measured never
          depends on it.
        </p>
        {models.error !== null && (
          <p className="failure" role="alert">
            {models.error}
          </p>
        )}
        {list?.notices.map((line) => (
          <p className="note" key={line}>
            {line}
          </p>
        ))}
        {list !== null && list.models.length === 0 && <p className="note">No model is here yet.</p>}
        <ul className="models" aria-label="Models">
          {list?.models.map((model) => (
            <ModelRow key={`${model.backend} ${model.name}`} model={model} inUse={model.name === inUse} onUse={onUse} />
          ))}
        </ul>
        <GetModel pull={pull} suggested={suggestedBy(list)} />
      </div>
    </Scroll>
  );
}

/** The default, where it is not here already. */
function suggestedBy(list: ModelList | null): string {
  const name = list?.offer?.name ?? list?.default ?? "";
  return list?.models.some((model) => model.name === name) ? "" : name;
}

function GetModel({ pull, suggested }: { readonly pull: Pull; readonly suggested: string }) {
  const [name, setName] = useState("");
  const wanted = name.trim() || suggested;
  if (pull.job !== null) {
    return (
      <section className="sheet get-model">
        <h2>{pullText(pull.job)}</h2>
        <progress
          aria-label={`Getting ${pull.job.model}`}
          max={pull.job.total_bytes ?? undefined}
          value={progressOf(pull.job)}
        />
        <button type="button" className="plain-button" onClick={pull.cancel}>
          Cancel, and keep what has arrived
        </button>
      </section>
    );
  }
  return (
    <form
      className="sheet get-model"
      onSubmit={(event) => {
        event.preventDefault();
        if (wanted !== "") pull.start(wanted);
      }}
    >
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
      {pull.error !== null && (
        <p className="failure" role="alert">
          {pull.error}
        </p>
      )}
    </form>
  );
}
