const FENCE = /^\s{0,3}(```|~~~)/;
/** A line that goes on with what stands before it: a list's item, or an indented line. */
const GOES_ON = /^(\s+\S|[-*+] |\d+[.)] )/;

/** Cut markdown into blocks that can be rendered alone; fences and lists stay whole. */
export function markdownBlocks(text: string): string[] {
  const blocks: string[][] = [[]];
  let fence = "";
  let afterBlank = false;
  for (const line of text.split("\n")) {
    const mark = FENCE.exec(line)?.[1] ?? "";
    if (fence === "" && afterBlank && line.trim() !== "" && !GOES_ON.test(line)) blocks.push([]);
    if (mark !== "" && (fence === "" || fence === mark)) fence = fence === "" ? mark : "";
    blocks.at(-1)?.push(line);
    afterBlank = line.trim() === "";
  }
  return blocks.map((lines) => lines.join("\n").trimEnd()).filter((block) => block !== "");
}
