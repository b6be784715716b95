import { useContext, useState } from "react";
import { failureOf, failureText } from "../lib/failure";
import type { Repair } from "../lib/health";
import type { Transport } from "../lib/transport";
import type { LlmStatus } from "../types/contract";
import { LinkContext } from "./useLinks";
import type { UseLlm } from "./useLlm";
import type { Pull } from "./usePull";
import { useTransport } from "./useTransport";

const OLLAMA_PAGE = "https://ollama.com/download";

interface RepairGiven {
  readonly llm: UseLlm;
  readonly pull: Pull;
  readonly refresh: () => void;
  readonly suggested: string;
  readonly onModels: () => void;
}

export interface RepairRun {
  readonly busy: boolean;
  readonly error: string | null;
  run(repair: Repair): void;
  choose(name: string): void;
}

/** Do the one thing that the status pill offers. */
export function useRepair({ llm, pull, refresh, suggested, onModels }: RepairGiven): RepairRun {
  const openLink = useContext(LinkContext);
  const { busy, error, change } = useChange((core) => {
    llm.setCore(core);
    refresh();
  });
  const repairs: Readonly<Record<Repair, () => void>> = {
    start: () => change((ready, signal) => ready.startOllama(signal)),
    get: () => openLink(OLLAMA_PAGE),
    pull: () => (suggested === "" ? onModels() : pull.start(suggested)),
    retry: refresh,
    choose: onModels,
  };
  return {
    busy,
    error,
    run: (repair) => repairs[repair](),
    choose: (name) => change((ready, signal) => ready.chooseModel(name, signal)),
  };
}

/** Change what answers, one change at a time; `onChanged` gets how it stands then. */
function useChange(onChanged: (core: LlmStatus) => void) {
  const transport = useTransport();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const change = (act: (ready: Transport, signal: AbortSignal) => Promise<LlmStatus>) => {
    setBusy(true);
    setError(null);
    transport
      .then((ready) => act(ready, new AbortController().signal))
      .then(onChanged)
      .catch((thrown: unknown) => setError(failureText(failureOf(thrown))))
      .finally(() => setBusy(false));
  };
  return { busy, error, change };
}
