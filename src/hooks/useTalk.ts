import { useCallback, useEffect, useRef } from "react";
import type { ChatStatus } from "../lib/chatState";
import { type Health, healthOf } from "../lib/health";
import type { Transport } from "../lib/transport";
import type { ModelList } from "../types/contract";
import type { UseCore } from "./useCore";
import { type UseLlm, useLlm } from "./useLlm";
import { type Loaded, useLoaded } from "./useLoaded";
import { type Pull, usePull } from "./usePull";
import { type RepairRun, useRepair } from "./useRepair";

export interface Talk {
  readonly llm: UseLlm;
  readonly models: Loaded<ModelList>;
  readonly pull: Pull;
  readonly repair: RepairRun;
  readonly health: Health;
}

const fetchModels = (transport: Transport, signal: AbortSignal) => transport.models(signal);

/** The conversation, the models that may speak in it, and what mends them where none does. */
export function useTalk(core: UseCore, onModels: () => void): Talk {
  const llm = useLlm();
  const models = useLoaded(fetchModels);
  const { checkStatus } = llm;
  const { reload } = models;
  const refresh = useCallback(() => {
    void checkStatus();
    reload();
  }, [checkStatus, reload]);
  const pull = usePull(refresh);
  const suggested = models.value?.offer?.name ?? models.value?.default ?? "";
  const repair = useRepair({ llm, pull, refresh, suggested, onModels });
  useReturn(core, llm.chatStatus, refresh);
  return { llm, models, pull, repair, health: healthOf(llm.core, llm.error, core.state.line) };
}

/** Ask a core that is back for everything anew; the next question shows that its end has been read. */
function useReturn({ state, dismiss }: UseCore, chatStatus: ChatStatus, refresh: () => void): void {
  const isReady = state.line?.state === "ready";
  // A question that waited for the core comes first.
  const isFree = chatStatus !== "submitted" && chatStatus !== "streaming";
  const asked = useRef(0);
  useEffect(() => {
    if (state.returns === asked.current || !isFree) return;
    asked.current = state.returns;
    refresh();
  }, [state.returns, isFree, refresh]);
  const before = useRef(chatStatus);
  useEffect(() => {
    if (isReady && chatStatus === "submitted" && before.current !== "submitted") dismiss();
    before.current = chatStatus;
  }, [isReady, chatStatus, dismiss]);
}
