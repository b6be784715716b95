import { describe, expect, test } from "vitest";
import { streamLines } from "./ndjson";

function inPieces(text: string, size: number): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  return new ReadableStream({
    start(controller) {
      for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size));
      controller.close();
    },
  });
}

async function textsOf(body: ReadableStream<Uint8Array>): Promise<(string | undefined)[]> {
  const texts = [];
  for await (const line of streamLines(body)) texts.push(line.event?.text);
  return texts;
}

const delta = (text: string, seq: number) => `${JSON.stringify({ event: { kind: "delta", text, seq } })}\n`;

describe("a stream of lines", () => {
  test("is read whole however it is cut, in the middle of a sign too", async () => {
    for (const size of [1, 2, 3, 7, 1000]) {
      expect(await textsOf(inPieces(delta("Zwölf 漢", 1) + delta("two", 2), size))).toEqual(["Zwölf 漢", "two"]);
    }
  });

  test("may end without a line's end, and have empty lines", async () => {
    expect(await textsOf(inPieces(`${delta("a", 1)}\n${delta("b", 2).trim()}`, 9))).toEqual(["a", "b"]);
  });

  test("that breaks off in a line is an error in words", async () => {
    await expect(textsOf(inPieces(`${delta("a", 1)}{"event": {"ki`, 9))).rejects.toThrow("broke off");
  });
});
