import type { Finding } from "../types/contract";

/** A finding's title, with the program's name set as a name. */
export function Headline({ finding }: { readonly finding: Finding }) {
  const { title, culprit } = finding;
  const isNamed = culprit.kind === "process" || culprit.kind === "application" || culprit.kind === "service";
  const [before, ...after] = isNamed && culprit.name !== "" ? title.split(culprit.name) : [title];
  if (after.length === 0) return <h2 className="headline">{title}</h2>;
  return (
    <h2 className="headline">
      {before}
      <span className="name">{culprit.name}</span>
      {after.join(culprit.name)}
    </h2>
  );
}
