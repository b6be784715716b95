import { act, renderHook, waitFor } from "@testing-library/react";
import { describe, expect, test, vi } from "vitest";
import { TransportError } from "../lib/failure";
import type { Transport } from "../lib/transport";
import { FakeTransport } from "../lib/transports/fake";
import { over } from "../test/over";
import { useLlm } from "./useLlm";

const AN_HOUR = 3_600_000;

async function mounted(transport: Transport) {
  const hook = renderHook(() => useLlm(), { wrapper: over(transport) });
  await waitFor(() => expect(hook.result.current.status).not.toBeNull());
  return hook.result;
}

/** A transport that counts how often its status is asked for. */
class Counting extends FakeTransport {
  asked = 0;
  override async status(signal: AbortSignal) {
    this.asked += 1;
    return super.status(signal);
  }
}

/** A transport behind which nothing runs. */
class Gone extends FakeTransport {
  override async status(): Promise<never> {
    throw new TransportError({ code: "core.unreachable", message: "Nobody answers.", hint: "Start it." });
  }
  override async chat(): Promise<never> {
    return this.status();
  }
}

describe("the hook", () => {
  test("checks on mount and on demand, and never by itself", async () => {
    const transport = new Counting("finding", 0);
    const hook = await mounted(transport);
    const onMount = transport.asked;
    vi.useFakeTimers();
    await vi.advanceTimersByTimeAsync(AN_HOUR);
    vi.useRealTimers();
    expect(transport.asked).toBe(onMount);
    await act(() => hook.current.checkStatus());
    expect(transport.asked).toBe(onMount + 1);
  });

  test("says Ollama's state in three fields, and leaves error out where there is none", async () => {
    expect((await mounted(new FakeTransport("finding", 0))).current.status).toEqual({
      running: true,
      models: ["llama3:8b", "qwen2.5:1.5b"],
    });
    expect((await mounted(new FakeTransport("first-run", 0))).current.status).toEqual({
      running: false,
      models: [],
      error: "Ollama is installed and not started.",
    });
  });

  test("takes a core that cannot be reached as a state", async () => {
    const hook = await mounted(new Gone("finding", 0));
    expect(hook.current.status).toEqual({ running: false, models: [], error: "Nobody answers. Start it." });
    let text: string | null = null;
    await act(async () => {
      text = await hook.current.sendMessage("Why?");
    });
    expect(text).toBe("");
    expect(hook.current.chatStatus).toBe("error");
    expect(hook.current.error).toBe("Nobody answers. Start it.");
  });

  test("resolves with the whole text and keeps the conversation", async () => {
    const transport = new FakeTransport("finding", 0);
    const hook = await mounted(transport);
    let text = "";
    await act(async () => {
      text = await hook.current.sendMessage("Why is my computer slow?");
    });
    expect(text).toContain("keeps a processor core busy");
    expect(text).toContain("nearly a whole core for itself");
    expect(hook.current.messages).toEqual([
      { role: "user", content: "Why is my computer slow?" },
      { role: "assistant", content: text },
    ]);
    expect(hook.current.chatStatus).toBe("ready");
    expect(hook.current.loading).toBe(false);
  });

  test("sends the whole conversation, not its last message", async () => {
    const transport = new FakeTransport("finding", 0);
    const hook = await mounted(transport);
    await act(() => hook.current.sendMessage("First?"));
    await act(() => hook.current.sendMessage("Second?"));
    const roles = transport.calls.at(-1)?.messages.map(({ role }) => role);
    expect(roles).toEqual(["user", "assistant", "user"]);
    expect(transport.calls.at(-1)?.messages.at(-1)?.content).toBe("Second?");
    expect(transport.calls.at(-1)?.conversationId).toBe("example");
  });

  test("keeps the text that came before a stop, and is free at once", async () => {
    const hook = await mounted(new FakeTransport("streaming", 0));
    let sent: Promise<string> = Promise.resolve("");
    act(() => {
      sent = hook.current.sendMessage("Why?");
    });
    await waitFor(() => expect(hook.current.messages.at(-1)?.content).toContain("takes nearly a"));
    act(() => hook.current.stop());
    expect(hook.current.chatStatus).toBe("ready");
    expect(await sent).toContain("keeps a processor core busy");
    expect(hook.current.messages).toHaveLength(2);
  });

  test("asks the last question again in place of its answer", async () => {
    const transport = new FakeTransport("finding", 0);
    const hook = await mounted(transport);
    await act(() => hook.current.sendMessage("Why?"));
    await act(() => hook.current.regenerate());
    expect(transport.calls).toHaveLength(2);
    expect(transport.calls[1]?.messages).toEqual([{ role: "user", content: "Why?" }]);
    expect(hook.current.messages).toHaveLength(2);
  });

  test("clears the conversation while an answer runs, and takes nothing of it afterwards", async () => {
    const hook = await mounted(new FakeTransport("streaming", 0));
    let sent: Promise<string> = Promise.resolve("");
    act(() => {
      sent = hook.current.sendMessage("Why?");
    });
    await waitFor(() => expect(hook.current.chatStatus).toBe("streaming"));
    act(() => hook.current.clear());
    await act(() => sent);
    expect(hook.current.messages).toEqual([]);
    expect(hook.current.chatStatus).toBe("ready");
  });

  test("takes one question at a time", async () => {
    const transport = new FakeTransport("streaming", 0);
    const hook = await mounted(transport);
    act(() => void hook.current.sendMessage("One?"));
    await act(async () => {
      expect(await hook.current.sendMessage("Two?")).toBe("");
    });
    expect(transport.calls).toHaveLength(1);
  });

  test("stops what runs when it is unmounted", async () => {
    const transport = new FakeTransport("streaming", 0);
    const hook = renderHook(() => useLlm(), { wrapper: over(transport) });
    let sent: Promise<string> = Promise.resolve("");
    act(() => {
      sent = hook.result.current.sendMessage("Why?");
    });
    await waitFor(() => expect(hook.result.current.chatStatus).toBe("streaming"));
    hook.unmount();
    expect(await sent).toContain("keeps a processor core busy");
  });
});
