import { describe, expect, test } from "vitest";
import type { Evidence, Finding } from "../types/contract";
import { chipsOf } from "./evidence";

type Given = Partial<Evidence> & Pick<Evidence, "signal" | "value" | "unit" | "display">;

function chips(...evidence: readonly Given[]) {
  const finding: Finding = {
    id: "cpu.hog",
    severity: "warning",
    title: "",
    why: "",
    culprit: { kind: "process", name: "render-fzr", pid: 1, path: null },
    evidence: evidence.map((piece) => ({ threshold: null, measured_at: "", label: null, ...piece })),
    advice: "",
    risk: "",
    undo: "",
    sources: [],
  };
  return chipsOf(finding).map(({ label, value, limit }) => `${label} ${value} ${limit}`.trim());
}

describe("chips", () => {
  test("say on which side of its threshold a value lies, in the unit of the value", () => {
    expect(chips({ signal: "process.cpu", value: 0.98, unit: "cores", display: "98 %", threshold: 0.8 })).toEqual([
      "Process cpu 98 % over 80 %",
    ]);
    expect(chips({ signal: "process.cpu", value: 1.38, unit: "cores", display: "1.38 cores", threshold: 0.8 })).toEqual(
      ["Process cpu 1.38 cores over 0.8 cores"],
    );
    expect(chips({ signal: "disk.available", value: 0.4, unit: "GiB", display: "412 MiB", threshold: 2 })).toEqual([
      "Disk available 412 MiB under 2 GiB",
    ]);
    expect(chips({ signal: "cpu.temperature", value: 97, unit: "celsius", display: "97 °C", threshold: 95 })).toEqual([
      "Cpu temperature 97 °C over 95 °C",
    ]);
  });

  test("join a part and its total where both are in one unit", () => {
    const total = { signal: "memory.total", value: 23.5, unit: "GiB", display: "23.5 GiB" };
    expect(chips({ signal: "memory.available", value: 21.3, unit: "GiB", display: "21.3 GiB" }, total)).toEqual([
      "Memory available 21.3 of 23.5 GiB",
    ]);
    expect(chips({ signal: "memory.available", value: 512, unit: "MiB", display: "512 MiB" }, total)).toHaveLength(2);
  });

  test("give the culprit no number that is another's", () => {
    const said = chips(
      { signal: "application.memory", value: 372, unit: "MiB", display: "372 MiB" },
      { signal: "application.memory", value: 0.015, unit: "ratio", display: "1.5 %" },
      { signal: "application.memory", value: 153, unit: "MiB", display: "153 MiB" },
      { signal: "process.pid", value: 495, unit: "pid", display: "495" },
      { signal: "window", value: 1, unit: "s", display: "1.0 s" },
    );
    expect(said).toEqual(["Application memory 372 MiB", "Application memory 1.5 %"]);
  });

  test("are called as the core calls them, and without a label by the signal's own name", () => {
    const piece = { signal: "io.queue_depth", value: 3, unit: "count", display: "3" };
    expect(chips({ ...piece, label: "Disk, waiting" })).toEqual(["Disk, waiting 3"]);
    expect(chips(piece)).toEqual(["Io queue depth 3"]);
  });
});
