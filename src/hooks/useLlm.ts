import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { type ChatState, type ChatStatus, lastReply, messagesOf, statusOf } from "../lib/chatState";
import { ChatStore } from "../lib/chatStore";
import { failureOf, failureText, isStop } from "../lib/failure";
import type { Transport } from "../lib/transport";
import type { Conversation, LlmStatus as CoreStatus } from "../types/contract";
import type { ChatMessage, LlmStatus } from "../types/llm";
import { useTransport } from "./useTransport";

export interface UseLlm {
  status: LlmStatus | null;
  loading: boolean;
  error: string | null;
  sendMessage(message: string): Promise<string>;
  checkStatus(): Promise<void>;
  messages: ChatMessage[];
  chatStatus: ChatStatus;
  stop(): void;
  regenerate(): Promise<string>;
  clear(): void;
  /** The conversation with all that its answers rest on, as the thread draws it. */
  chat: ChatState;
  /** Which layer fails, and its one fix; null until known. */
  core: CoreStatus | null;
  setCore(core: CoreStatus): void;
  open(conversation: Conversation): void;
}

/** The conversation and the state of the model; checks on mount and on demand, never by itself. */
export function useLlm(): UseLlm {
  const transport = useTransport();
  const store = useMemo(() => new ChatStore(transport), [transport]);
  const chat = useSyncExternalStore(store.subscribe, store.getState);
  const health = useHealth(transport);
  useEffect(() => store.stop, [store]);
  const chatStatus = statusOf(chat);
  const failure = lastReply(chat)?.failure ?? null;
  return {
    status: health.status,
    core: health.core,
    setCore: health.setCore,
    checkStatus: health.check,
    loading: health.checking || chatStatus === "submitted" || chatStatus === "streaming",
    error: failure === null ? health.error : failureText(failure),
    messages: useMemo(() => messagesOf(chat), [chat]),
    chat,
    chatStatus,
    sendMessage: store.send,
    stop: store.stop,
    regenerate: store.regenerate,
    clear: store.clear,
    open: store.open,
  };
}

interface Health {
  readonly core: CoreStatus | null;
  readonly error: string | null;
  readonly checking: boolean;
}

const UNCHECKED: Health = { core: null, error: null, checking: false };

function useHealth(transport: Promise<Transport>) {
  const [health, setHealth] = useState(UNCHECKED);
  const look = useCallback(
    async (signal: AbortSignal) => {
      setHealth((before) => ({ ...before, checking: true }));
      try {
        const core = await (await transport).status(signal);
        if (!signal.aborted) setHealth({ core, error: null, checking: false });
      } catch (thrown) {
        if (!signal.aborted && !isStop(thrown))
          setHealth({ core: null, error: failureText(failureOf(thrown)), checking: false });
      }
    },
    [transport],
  );
  useEffect(() => {
    const leaving = new AbortController();
    void look(leaving.signal);
    return () => leaving.abort();
  }, [look]);
  const check = useCallback(() => look(new AbortController().signal), [look]);
  const setCore = useCallback((core: CoreStatus) => setHealth({ core, error: null, checking: false }), []);
  return { ...health, status: useMemo(() => statusFrom(health), [health]), check, setCore };
}

/** The shell's three fields; a core that cannot be reached is a state like Ollama not running. */
function statusFrom({ core, error }: Health): LlmStatus | null {
  if (core === null) return error === null ? null : { running: false, models: [], error };
  const status = { running: core.running, models: [...core.models] };
  return core.error === null ? status : { ...status, error: core.error };
}
