import { unbroken } from "../lib/format";

/** A line of the core's own, with what it sets between backticks, a command as a rule, set as code. */
export function Said({ line }: { readonly line: string }) {
  return line.split("`").map((piece, index) =>
    index % 2 === 1 ? (
      <code key={piece} className="name">
        {piece}
      </code>
    ) : (
      unbroken(piece)
    ),
  );
}
