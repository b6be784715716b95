import { host } from "../lib/format";
import type { CardRef } from "../types/contract";
import { Icon } from "./Icon";
import { OutsideLink } from "./OutsideLink";
import { Said } from "./Said";

interface CardPartProps {
  readonly text: string;
  readonly cards: readonly CardRef[];
}

/** What is known and was not measured here: a card's words, with its source. */
export function CardPart({ text, cards }: CardPartProps) {
  const sources = [...new Set(cards.flatMap((card) => card.sources))];
  return (
    <section className="part known">
      <span className="glyph" aria-hidden="true">
        <Icon name="book" />
      </span>
      <h2 className="headline">{cards.map((card) => card.title).join("; ") || "Known"}</h2>
      {text.split(/\n{2,}/).map((paragraph) => (
        <p className="why" key={paragraph}>
          <Said line={paragraph} />
        </p>
      ))}
      {sources.length > 0 && (
        <p className="sources">
          Known, not measured here. From{" "}
          {sources.map((source, index) => (
            <span key={source}>
              {index > 0 && ", "}
              <OutsideLink address={source}>{host(source)}</OutsideLink>
            </span>
          ))}
        </p>
      )}
    </section>
  );
}
