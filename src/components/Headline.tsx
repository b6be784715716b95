import type { Finding } from "../types/contract";
import { Name } from "./Name";

interface HeadlineProps {
  readonly finding: Finding;
  /** Yes or no, where that was asked. */
  readonly reply: string;
}

/** A finding's title, with the program's name set as a name. */
export function Headline({ finding, reply }: HeadlineProps) {
  const { title, culprit } = finding;
  const isNamed = culprit.kind === "process" || culprit.kind === "application" || culprit.kind === "service";
  const [before, ...after] = isNamed && culprit.name !== "" ? title.split(culprit.name) : [title];
  const said = reply === "" ? "" : `${reply} `;
  if (after.length === 0)
    return (
      <h2 className="headline">
        {said}
        <Name name={title} />
      </h2>
    );
  return (
    <h2 className="headline">
      {said}
      {before}
      <span className="name">
        <Name name={culprit.name} />
      </span>
      {after.join(culprit.name)}
    </h2>
  );
}
