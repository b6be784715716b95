import { describe, expect, test } from "vitest";
import type { LiveProgram } from "../types/contract";
import { type Marks, markedAmong, sentenceCount } from "./answer";

const program = (name: string, pid: number): LiveProgram => ({ name, pid, cpu_cores: 0.5, memory_bytes: 1 });

function marks(pids: readonly number[], names: readonly string[]): Marks {
  return { meters: new Set(), pids: new Set(pids), names: new Set(names) };
}

describe("marks", () => {
  test("go to the program of the finding's number, not to all of its name", () => {
    expect([...markedAmong([program("python", 1), program("python", 2)], marks([2], ["python"]))]).toEqual([2]);
  });

  test("go by the name where the number is that of a process below the program", () => {
    expect([...markedAmong([program("firefox", 1), program("code", 3)], marks([77], ["firefox"]))]).toEqual([1]);
  });
});

describe("sentences", () => {
  test("are counted, and a decimal point ends none", () => {
    expect(sentenceCount("It holds 2.9 GiB. Close it, or let it finish.")).toBe(2);
    expect(sentenceCount("  ")).toBe(0);
  });
});
