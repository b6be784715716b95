import { Fragment } from "react";

/** Where a name's parts meet. */
const JOINTS = /(?<=[./:@_-])/;

/** What a program or a model is called: too long for a line it breaks where its parts meet, and not in a word. */
export function Name({ name }: { readonly name: string }) {
  return name.split(JOINTS).map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one name, which do not move
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}
