import { describe, expect, it } from "vitest";
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
  it("asks for no Ollama while that server answers", () => {
    const core = { ...NOT_STARTED, server: ANSWERS, backend: { backend: "openai", name: "served" } };
    expect(healthOf(core, null, null)).toMatchObject({ tone: "ok", repair: null, detail: "" });
  });

  it("says that it fails, what to do, and what answers instead", () => {
    const health = healthOf({ ...RUNNING, server: SILENT }, null, null);
    expect(health).toMatchObject({ tone: "ok", repair: "retry", label: "llama3:8b on this computer" });
    expect(health.detail).toBe("127.0.0.1:8000 does not answer. Restart the server, or set OPTA_BASE_URL anew.");
  });

  it("tells of Ollama, too, where neither answers", () => {
    const { tone, detail, repair } = healthOf({ ...NOT_STARTED, server: SILENT }, null, null);
    expect([tone, repair]).toEqual(["warn", "retry"]);
    expect(detail).toContain("127.0.0.1:8000 does not answer.");
    expect(detail).toContain("Ollama is installed and not started.");
  });
});
