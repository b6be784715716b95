import { bytesText, fileText, isAbsent } from "../lib/format";
import type { ModelInfo } from "../types/contract";
import { Name } from "./Name";

interface ModelRowProps {
  readonly model: ModelInfo;
  readonly inUse: boolean;
  readonly onUse: (name: string) => void;
}

/** A model: its size, whether it fits now, and its exam. */
export function ModelRow({ model, inUse, onUse }: ModelRowProps) {
  return (
    <li className={inUse ? "model in-use" : "model"}>
      <div className="model-main">
        <h2 className="model-name">
          <Name name={model.name} />
        </h2>
        <p className="model-facts">{factsOf(model)}</p>
        <p className="model-marks">
          <Fit model={model} />
          <Exam exam={model.exam} />
          {model.loaded && <span className="badge">in memory now</span>}
          {model.cloud && <span className="badge warn">runs elsewhere</span>}
        </p>
      </div>
      {inUse ? (
        <span className="badge ok">in use</span>
      ) : (
        <button
          type="button"
          className="plain-button"
          aria-label={`Use ${model.name}`}
          onClick={() => onUse(model.name)}
        >
          Use
        </button>
      )}
    </li>
  );
}

function factsOf(model: ModelInfo): string {
  const size = isAbsent(model.size_bytes) ? `size not known: ${model.size_bytes.unknown}` : fileText(model.size_bytes);
  const context =
    model.context_tokens === null ? null : `${model.context_tokens.toLocaleString("en-GB")} tokens of context`;
  const parameters = model.parameters === null ? null : `${model.parameters} parameters`;
  return [size, parameters, model.quantization, context].filter((fact) => fact !== null).join(" · ");
}

function Fit({ model }: { readonly model: ModelInfo }) {
  const needs = isAbsent(model.needs_bytes) ? null : bytesText(model.needs_bytes);
  if (model.fits === null || needs === null) return <span className="badge">whether it fits is not known</span>;
  return model.fits ? (
    <span className="badge ok">fits: needs {needs}</span>
  ) : (
    <span className="badge warn">does not fit now: needs {needs}</span>
  );
}

function Exam({ exam }: { readonly exam: string | null }) {
  if (exam === null) return <span className="badge">exam not taken</span>;
  const tone = exam.startsWith("passed") ? "ok" : "warn";
  return <span className={`badge ${tone}`}>exam {exam.replace("/", " of ")}</span>;
}
