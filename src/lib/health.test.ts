import { describe, expect, test } from "vitest";
import type { LlmStatus } from "../types/contract";
import { NOT_STARTED, RUNNING } from "./example/machine";
import { healthOf } from "./health";

const ANSWERS: LlmStatus["server"] = { address: "127.0.0.1:8000", layer: "ok", error: null, fix: null };
const SILENT: LlmStatus["server"] = {
  address: "127.0.0.1:8000",
  layer: "silent",
  error: "127.0.0.1:8000 does not answer.",
  fix: "Restart the server, or set OPTA_BASE_URL anew.",
};

describe("the health of a server that the user named", () => {
  test("asks for no Ollama while that server answers", () => {
    const core = { ...NOT_STARTED, server: ANSWERS, backend: { backend: "openai", name: "served" } };
    expect(healthOf(core, null, null)).toMatchObject({ tone: "ok", repair: null, detail: "" });
  });

  test("says that it fails, what to do, and what answers instead", () => {
    const health = healthOf({ ...RUNNING, server: SILENT }, null, null);
    expect(health).toMatchObject({ tone: "ok", repair: "retry", label: "llama3:8b on this computer" });
    expect(health.detail).toBe("127.0.0.1:8000 does not answer. Restart the server, or set OPTA_BASE_URL anew.");
  });

  test("tells of Ollama, too, where neither answers", () => {
    const { tone, detail, repair } = healthOf({ ...NOT_STARTED, server: SILENT }, null, null);
    expect([tone, repair]).toEqual(["warn", "retry"]);
    expect(detail).toContain("127.0.0.1:8000 does not answer.");
    expect(detail).toContain("Ollama is installed and not started.");
  });
});

const READY = { state: "ready", reason: "", seconds: null } as const;
const at = (layer: LlmStatus["layer"], more: Partial<LlmStatus> = {}) =>
  healthOf({ ...NOT_STARTED, layer, error: "It is so.", fix: "Do this.", ...more }, null, READY);

describe("the state of what answers", () => {
  test.each([
    ["not_installed", "get"],
    ["not_started", "start"],
    ["port_held", "retry"],
    ["silent", "retry"],
    ["http_error", "retry"],
    ["not_ollama", "retry"],
    ["no_model", "pull"],
  ] as const)("%s: one repair, %s; what no button does is told", (layer, repair) => {
    const health = at(layer);
    expect(health.repair).toBe(repair);
    expect(health.detail).toBe(repair === "retry" ? "It is so. Do this." : "It is so.");
    expect(health.tone).toBe("warn");
  });

  test("an Ollama on another computer is started there, and the pill says how", () => {
    expect(at("not_started", { here: false })).toMatchObject({ repair: "retry", detail: "It is so. Do this." });
  });

  test("models that are there and none chosen: one is to be chosen", () => {
    expect(at("ok", { running: true, models: ["llama3:8b"] }).repair).toBe("choose");
  });

  test("a model that answers needs no repair, and the pill says where it is", () => {
    expect(healthOf(RUNNING, null, READY)).toMatchObject({
      tone: "ok",
      label: "llama3:8b on this computer",
      repair: null,
    });
    const served = { ...RUNNING, backend: { backend: "openai", name: "big" } };
    expect(healthOf({ ...served, leaves: true }, null, READY).label).toBe("big, not on this computer");
    expect(healthOf(served, null, READY).label).toBe("big on this computer");
  });

  test("a core that does not run is told before all that it said while it did", () => {
    expect(healthOf(RUNNING, null, { ...READY, state: "failed" })).toMatchObject({ tone: "warn", repair: null });
  });
});
