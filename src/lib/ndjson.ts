import type { StreamLine } from "../types/contract";
import { TransportError } from "./failure";
import { read } from "./reader";

/** Read a stream of lines as they come; a line cut off by the end of the stream is an error, like any other garble. */
export async function* streamLines(body: ReadableStream<Uint8Array>): AsyncGenerator<StreamLine> {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  let rest = "";
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      const lines = (rest + piece.value).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) if (line.trim() !== "") yield readLine(line);
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
  if (rest.trim() !== "") yield readLine(rest);
}

function readLine(line: string): StreamLine {
  try {
    return read("StreamLine", JSON.parse(line));
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown;
    throw new TransportError({ code: "core.cut", message: "The answer broke off in the middle.", hint: "Ask again." });
  }
}
