import { useCallback, useState } from "react";
import { failureOf, failureText, isStop } from "../lib/failure";
import type { PullJob } from "../types/contract";
import { useTransport } from "./useTransport";

export interface Pull {
  readonly job: PullJob | null;
  readonly error: string | null;
  readonly running: boolean;
  start(model: string): void;
  cancel(): void;
}

/** A model on its way here, one at a time; stopping keeps what has arrived. */
export function usePull(onDone: () => void): Pull {
  const transport = useTransport();
  const [job, setJob] = useState<PullJob | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [stopping, setStopping] = useState<AbortController | null>(null);
  const start = useCallback(
    (model: string) => {
      const controller = new AbortController();
      setStopping(controller);
      setError(null);
      transport
        .then((ready) => ready.pull(model, setJob, controller.signal))
        .then((last) => {
          setError(last.error === null ? null : `${last.error} ${last.hint ?? ""}`.trim());
          if (last.state === "done") onDone();
        })
        .catch((thrown: unknown) => setError(isStop(thrown) ? null : failureText(failureOf(thrown))))
        .finally(() => {
          setStopping(null);
          setJob(null);
        });
    },
    [transport, onDone],
  );
  const cancel = useCallback(() => stopping?.abort(new DOMException("Stopped", "AbortError")), [stopping]);
  return { job, error, running: stopping !== null, start, cancel };
}
