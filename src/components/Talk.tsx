import { lazy, Suspense } from "react";
import { Icon } from "./Icon";

const Markdown = lazy(() => import("./Markdown"));

interface TalkProps {
  readonly words: string;
  readonly name: string;
}

/** Plain talk: the model's own words about no measurement, not checked, and said to be so. */
export function Talk({ words, name }: TalkProps) {
  return (
    <section className="words only" aria-label="The model's words">
      <p className="words-head">
        <Icon name="talk" />
        <span>{name === "" ? "The model" : name} in its own words, not checked and not about this computer</span>
      </p>
      <Suspense fallback={<p className="words-text">{words}</p>}>
        <Markdown text={words} />
      </Suspense>
    </section>
  );
}
