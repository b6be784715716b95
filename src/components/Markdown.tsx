import { memo } from "react";
import ReactMarkdown, { type Components } from "react-markdown";
import remarkGfm from "remark-gfm";
import { markdownBlocks } from "../lib/blocks";
import { OutsideLink } from "./OutsideLink";

const PLUGINS = [remarkGfm];

const COMPONENTS: Components = {
  a: ({ href, children }) => <OutsideLink address={href ?? ""}>{children}</OutsideLink>,
  // A picture would be fetched from wherever the model says; its description is all that is shown.
  img: ({ alt }) => <span>{alt}</span>,
  pre: ({ children }) => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
    <pre tabIndex={0}>{children}</pre>
  ),
};

/** A model's markdown: no HTML of its own, no pictures, links only to the web and only when agreed to. */
export default function Markdown({ text }: { readonly text: string }) {
  const blocks = markdownBlocks(text);
  return (
    <div className="markdown">
      {blocks.map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks only grow at the end
        <Block key={index} text={block} />
      ))}
    </div>
  );
}

/** A finished block is not parsed again while the next one streams. */
const Block = memo(function Block({ text }: { readonly text: string }) {
  return (
    <ReactMarkdown remarkPlugins={PLUGINS} components={COMPONENTS} skipHtml>
      {text}
    </ReactMarkdown>
  );
});
