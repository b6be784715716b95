import { describe, expect, test } from "vitest";
import type { CoreLine } from "../types/contract";
import { afterLine, noteOf, UNTOLD } from "./coreState";

const KILLED = "it ended with signal: 9 (SIGKILL).";

function told(...lines: readonly Partial<CoreLine>[]) {
  return lines
    .map((line) => ({ state: "ready", reason: "", seconds: null, ...line }) as CoreLine)
    .reduce(afterLine, UNTOLD);
}

describe("what is said of the core", () => {
  test("nothing, while it starts for the first time and runs", () => {
    expect(noteOf(told({ state: "starting" }))).toBeNull();
    expect(noteOf(told({ state: "starting" }, { state: "ready" }))).toBeNull();
  });

  test("why it ended and when it is started again, with a button only where there is time to press it", () => {
    const soon = noteOf(told({ state: "restarting", reason: KILLED, seconds: 0.5 }));
    expect(soon).toMatchObject({ tone: "warn", action: null });
    expect(soon?.text).toContain("signal: 9 (SIGKILL). It is started again within 1 s");
    expect(noteOf(told({ state: "restarting", reason: KILLED, seconds: 8.1 }))?.action).toBe("Start it now");
  });

  test("that it is back, until that was read; each return counts once", () => {
    const back = told({}, { state: "restarting", reason: KILLED, seconds: 0.5 }, { state: "starting" }, {}, {});
    expect(noteOf(back)).toMatchObject({ tone: "ok", action: "Close" });
    expect(back.returns).toBe(1);
    expect(noteOf({ ...back, ended: "" })).toBeNull();
  });

  test("that it was given up, why, and the one thing to do", () => {
    const note = noteOf(told({ state: "failed", reason: "opta-mcp was not found." }));
    expect(note).toEqual({
      tone: "bad",
      text: "Opta's core does not run: opta-mcp was not found.",
      action: "Start it again",
    });
  });
});
