import { sentenceCount } from "../lib/answer";
import { Icon } from "./Icon";

interface ModelWordsProps {
  readonly words: string;
  readonly name: string;
  readonly dropped: number;
  readonly exam: string | null;
  readonly streaming: boolean;
}

/** The model's own words, after the measured part and in another voice, with how many of them could be kept. */
export function ModelWords({ words, name, dropped, exam, streaming }: ModelWordsProps) {
  const kept = sentenceCount(words);
  if (kept === 0 && (dropped === 0 || streaming)) return null;
  const model = name === "" ? "the model" : name;
  return (
    <section className="words" aria-label="The model's words">
      <p className="words-head">
        <Icon name="talk" />
        <span>
          {kept === 0 ? nothingKept(model, dropped) : keptText(model, kept, dropped, streaming)}
          {exam !== null && `; exam ${exam.replace("/", " of ")}`}
        </span>
      </p>
      {words !== "" && <p className="words-text">{words}</p>}
    </section>
  );
}

function keptText(model: string, kept: number, dropped: number, streaming: boolean): string {
  if (streaming) return `In ${model}'s words, checked sentence by sentence`;
  const all = kept + dropped;
  return `In ${model}'s words, checked: ${kept} of ${all} ${all === 1 ? "sentence" : "sentences"} kept`;
}

function nothingKept(model: string, dropped: number): string {
  const count = dropped === 1 ? "one sentence that" : `${dropped} sentences that`;
  return `${model} wrote ${count} the measurement does not bear out, so nothing of it is shown`;
}
