import { useCallback, useEffect, useState } from "react";
import { afterLine, type CoreState, UNTOLD } from "../lib/coreState";
import { useTransport } from "./useTransport";

export interface UseCore {
  readonly state: CoreState;
  restart(): void;
  /** What was said of its last end has been read. */
  dismiss(): void;
}

/** What becomes of the core, as whoever keeps it alive tells it. */
export function useCore(): UseCore {
  const transport = useTransport();
  const [state, setState] = useState(UNTOLD);
  useEffect(() => {
    let close = () => {};
    let left = false;
    transport.then(
      (ready) => {
        if (!left) close = ready.core((line) => setState((before) => afterLine(before, line)));
      },
      () => undefined,
    );
    return () => {
      left = true;
      close();
    };
  }, [transport]);
  const restart = useCallback(() => void transport.then((ready) => ready.restartCore()), [transport]);
  const dismiss = useCallback(() => setState((before) => ({ ...before, ended: "" })), []);
  return { state, restart, dismiss };
}
