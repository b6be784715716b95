import { clearMocks, mockIPC } from "@tauri-apps/api/mocks";
import { afterEach, describe, expect, test } from "vitest";
import type { Event } from "../../types/contract";
import { failureOf } from "../failure";
import type { ChatCall } from "../transport";
import { TauriTransport } from "./tauri";

interface Sent {
  readonly command: string;
  readonly args: Record<string, unknown>;
}

interface Line {
  onmessage(value: unknown): void;
}

const CALL: ChatCall = { id: "7", messages: [{ role: "user", content: "Why?" }], conversationId: null };
const RESULT = { content: "Busy.", model: "m", done: true };

/** A shell that answers a streaming command with these lines. */
function shell(...lines: readonly object[]): Sent[] {
  const sent: Sent[] = [];
  mockIPC((command, args) => {
    sent.push({ command, args: (args ?? {}) as Record<string, unknown> });
    const channel = (args as { onLine?: Line }).onLine;
    for (const line of lines) channel?.onmessage(line);
  });
  return sent;
}

afterEach(clearMocks);

describe("the shell's transport", () => {
  test("streams events and settles on the result line, not on the command's return", async () => {
    const sent = shell(
      { event: { kind: "delta", by: "rules", text: "Busy.", seq: 1 } },
      { event: { kind: "done", seq: 2 } },
      { result: RESULT },
    );
    const events: Event[] = [];
    const result = await new TauriTransport().chat(CALL, (event) => events.push(event), new AbortController().signal);
    expect(events.map(({ text }) => text)).toEqual(["Busy.", ""]);
    expect(result.content).toBe("Busy.");
    expect(sent[0]?.command).toBe("llm_chat_stream");
    expect(sent[0]?.args).toMatchObject({ id: "7", messages: CALL.messages, conversationId: "new" });
  });

  test("stops by the request's id, and is free at once", async () => {
    const sent = shell();
    const stopping = new AbortController();
    const running = new TauriTransport().chat(CALL, () => {}, stopping.signal);
    stopping.abort(new DOMException("Stopped", "AbortError"));
    await expect(running).rejects.toThrow("Stopped");
    expect(sent.map(({ command }) => command)).toEqual(["llm_chat_stream", "llm_cancel"]);
    expect(sent[1]?.args).toEqual({ id: "7" });
  });

  test("does not cancel what has already ended", async () => {
    const sent = shell({ result: RESULT });
    const stopping = new AbortController();
    await new TauriTransport().chat(CALL, () => {}, stopping.signal);
    stopping.abort();
    expect(sent.map(({ command }) => command)).toEqual(["llm_chat_stream"]);
  });

  test("says a failure in the core's words, from a line or from the command itself", async () => {
    const failure = { code: "core.gone", message: "The core has ended.", hint: "It starts again." };
    shell({ failure });
    const line = new TauriTransport().chat(CALL, () => {}, new AbortController().signal);
    expect(failureOf(await line.catch((thrown: unknown) => thrown))).toEqual(failure);
    mockIPC(() => Promise.reject(failure));
    const thrown = await new TauriTransport().status(new AbortController().signal).catch((error: unknown) => error);
    expect(failureOf(thrown)).toEqual(failure);
  });

  test("refuses what is not the contract's", async () => {
    mockIPC(() => ({ running: "yes" }));
    await expect(new TauriTransport().status(new AbortController().signal)).rejects.toThrow("LlmStatus.running");
  });

  test("hears what becomes of the core until it leaves, and starts it by its command", async () => {
    const sent = shell({ state: "restarting", reason: "gone.", seconds: 0.5 }, { state: "ready" });
    const states: string[] = [];
    const transport = new TauriTransport();
    const close = transport.core(({ state }) => states.push(state));
    close();
    await transport.restartCore();
    expect(states).toEqual(["restarting", "ready"]);
    expect(sent.map(({ command }) => command)).toEqual(["core_watch", "core_restart"]);
  });

  test("stops watching when nobody looks", () => {
    const sent = shell();
    const close = new TauriTransport().telemetry(
      () => {},
      () => expect.unreachable(),
    );
    close();
    expect(sent.map(({ command }) => command)).toEqual(["telemetry_watch", "llm_cancel"]);
  });
});
