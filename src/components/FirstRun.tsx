import type { Pull } from "../hooks/usePull";
import { fileText, isAbsent } from "../lib/format";
import type { Health } from "../lib/health";
import type { ModelOffer, PullJob } from "../types/contract";
import { progressOf, pullAmount, pullText } from "./StatusPill";

const GROUPS = [
  { name: "Slow", questions: ["Why is my computer slow?", "What eats my memory?"] },
  { name: "Full", questions: ["Is my disk full?", "What can I delete?"] },
  { name: "Hot or loud", questions: ["Is anything too hot?", "Why is the fan loud?"] },
] as const;

interface FirstRunProps {
  readonly health: Health;
  readonly modelName: string;
  /** The model to get where there is none. */
  readonly offer: ModelOffer | null;
  readonly pull: Pull;
  readonly onAsk: (question: string) => void;
  readonly onGet: () => void;
}

/** The first screen: routine questions, what answers them, and how to get a model. */
export function FirstRun({ health, modelName, offer, pull, onAsk, onGet }: FirstRunProps) {
  return (
    <div className="first-run">
      <h2>What would you like to know about this computer?</h2>
      <p className="first-run-who">{whoAnswers(health, modelName)}</p>
      <div className="first-run-groups">
        {GROUPS.map(({ name, questions }) => (
          <section key={name} aria-label={name}>
            <h3>{name}</h3>
            {questions.map((question) => (
              <button key={question} type="button" className="routine" onClick={() => onAsk(question)}>
                {question}
              </button>
            ))}
          </section>
        ))}
      </div>
      {offer !== null && pull.job === null && <Offer offer={offer} onGet={onGet} />}
      {pull.job !== null && <Coming job={pull.job} />}
    </div>
  );
}

/** How far it is, where the offer stood; the pill above, which can also stop it, says it to a screen reader. */
function Coming({ job }: { readonly job: PullJob }) {
  return (
    <div className="coming" aria-hidden="true">
      <p>{pullText(job)}</p>
      <progress max={job.total_bytes ?? undefined} value={progressOf(job)} />
      <p className="note">{pullAmount(job)}</p>
    </div>
  );
}

interface OfferProps {
  readonly offer: ModelOffer;
  readonly onGet: () => void;
}

/** One button to get the model that fits, with what it brings onto the disk. */
function Offer({ offer, onGet }: OfferProps) {
  const { name, size_bytes: size, source } = offer;
  return (
    <p className="offer">
      <button type="button" className="plain-button strong" onClick={onGet}>
        Get {name}
        {!isAbsent(size) && `, ${fileText(size)}`}
      </button>
      <span className="note">
        {isAbsent(size) ? `Its size is not known yet: ${size.unknown}.` : `It fits this computer. Size: ${source}.`}
      </span>
    </p>
  );
}

function whoAnswers({ tone, detail }: Health, modelName: string): string {
  const rules = "Opta measures for about a second and answers from its rules.";
  if (tone === "waiting" || (tone !== "ok" && modelName !== "")) return rules;
  if (modelName !== "")
    return `${rules} ${modelName} talks, too, and adds words of its own to an answer only once it has passed Opta's exam.`;
  return `${rules} No model is needed for that; with one it can also talk. ${detail}`.trim();
}
