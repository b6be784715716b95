import type { Loaded } from "../hooks/useLoaded";
import type { Pull } from "../hooks/usePull";
import type { ModelList } from "../types/contract";
import { GetModel } from "./GetModel";
import { ModelRow } from "./ModelRow";
import { FailureLine } from "./Notes";
import { Scroll } from "./Scroll";

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
        <FailureLine text={models.error} />
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
