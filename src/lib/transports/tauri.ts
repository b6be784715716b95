import { Channel, invoke } from "@tauri-apps/api/core";
import type { ChatResult, Contract, CoreLine, Event, Frame, PullJob, StreamLine } from "../../types/contract";
import { TransportError } from "../failure";
import { read } from "../reader";
import type { ChatCall, Transport } from "../transport";

/** Asks the core to keep this exchange in a conversation of its own. */
const NEW_CONVERSATION = "new";

interface Streamed<T> {
  readonly command: string;
  readonly id: string;
  readonly args: Record<string, unknown>;
  /** Look at a line; return what settles the call, or null while it goes on. */
  readonly take: (line: StreamLine) => T | null;
}

/** The desktop shell: commands by name, streams by a Channel, a stop by the request's id. */
export class TauriTransport implements Transport {
  readonly place = "shell";

  core(onLine: (line: CoreLine) => void): () => void {
    const channel = new Channel<unknown>();
    let left = false;
    channel.onmessage = (value) => {
      if (!left) onLine(read("CoreLine", value));
    };
    void invoke("core_watch", { onLine: channel }).catch(() => undefined);
    return () => {
      left = true;
    };
  }

  async restartCore(): Promise<void> {
    await invoke("core_restart");
  }

  status(signal: AbortSignal) {
    return ask("LlmStatus", "llm_status", {}, signal);
  }

  models(signal: AbortSignal) {
    return ask("ModelList", "llm_models", {}, signal);
  }

  chat(call: ChatCall, onEvent: (event: Event) => void, signal: AbortSignal): Promise<ChatResult> {
    const take = (line: StreamLine) => {
      if (line.event) onEvent(line.event);
      return line.result;
    };
    const args = { messages: call.messages, conversationId: call.conversationId ?? NEW_CONVERSATION };
    return stream({ command: "llm_chat_stream", id: call.id, args, take }, signal);
  }

  pull(model: string, onJob: (job: PullJob) => void, signal: AbortSignal): Promise<PullJob> {
    const take = (line: StreamLine) => {
      if (line.job) onJob(line.job);
      return line.job !== null && line.job.state !== "running" && line.job.state !== "stalled" ? line.job : null;
    };
    return stream({ command: "llm_pull", id: crypto.randomUUID(), args: { model }, take }, signal);
  }

  telemetry(onFrame: (frame: Frame) => void, onFailure: (thrown: unknown) => void): () => void {
    const closing = new AbortController();
    const take = (line: StreamLine): null => {
      if (line.frame) onFrame(line.frame);
      return null;
    };
    const call = { command: "telemetry_watch", id: crypto.randomUUID(), args: {}, take };
    stream<never>(call, closing.signal).catch((thrown: unknown) => {
      if (!closing.signal.aborted) onFailure(thrown);
    });
    return () => closing.abort();
  }

  conversations(signal: AbortSignal) {
    return ask("ConversationList", "conversation_list", {}, signal);
  }

  conversation(id: string, signal: AbortSignal) {
    return ask("Conversation", "conversation_read", { id }, signal);
  }

  async forget(id: string): Promise<void> {
    await invoke("conversation_forget", { id });
  }

  startOllama(signal: AbortSignal) {
    return ask("LlmStatus", "ollama_start", {}, signal);
  }

  chooseModel(name: string, signal: AbortSignal) {
    return ask("LlmStatus", "model_choose", { name }, signal);
  }

  async openLink(address: string): Promise<void> {
    await invoke("link_open", { address });
  }
}

async function ask<Name extends keyof Contract>(
  name: Name,
  command: string,
  args: Record<string, unknown>,
  signal: AbortSignal,
): Promise<Contract[Name]> {
  const value = await invoke(command, args);
  signal.throwIfAborted();
  return read(name, value);
}

/** Settles on the terminal line, not on the command's own return: that travels another way and may come first. */
function stream<T>(call: Streamed<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const cancel = () => void invoke("llm_cancel", { id: call.id }).catch(() => undefined);
  const over = new Promise<T>((resolve, reject) => {
    const channel = new Channel<unknown>();
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    channel.onmessage = (value) => {
      try {
        const line = read("StreamLine", value);
        if (line.failure) throw new TransportError(line.failure);
        const settled = call.take(line);
        if (settled !== null) resolve(settled);
      } catch (thrown) {
        reject(thrown);
      }
    };
    invoke(call.command, { id: call.id, ...call.args, onLine: channel }).catch(reject);
  });
  signal.addEventListener("abort", cancel, { once: true });
  return over.finally(() => signal.removeEventListener("abort", cancel));
}
