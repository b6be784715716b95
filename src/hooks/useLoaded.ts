import { useCallback, useEffect, useState } from "react";
import { failureOf, failureText } from "../lib/failure";
import type { Transport } from "../lib/transport";
import { useTransport } from "./useTransport";

export interface Loaded<T> {
  readonly value: T | null;
  readonly error: string | null;
  readonly reload: () => void;
}

/** Fetch something once, and again on demand; `fetch` must keep its identity. */
export function useLoaded<T>(fetch: (transport: Transport, signal: AbortSignal) => Promise<T>): Loaded<T> {
  const transport = useTransport();
  const [turn, setTurn] = useState(0);
  const [loaded, setLoaded] = useState<{ value: T | null; error: string | null }>({ value: null, error: null });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new turn is what fetches again
  useEffect(() => {
    const leaving = new AbortController();
    transport
      .then((ready) => fetch(ready, leaving.signal))
      .then((value) => ({ value, error: null }))
      .catch((thrown: unknown) => ({ value: null, error: failureText(failureOf(thrown)) }))
      .then((settled) => {
        if (!leaving.signal.aborted) setLoaded(settled);
      });
    return () => leaving.abort();
  }, [transport, fetch, turn]);
  const reload = useCallback(() => setTurn((before) => before + 1), []);
  return { ...loaded, reload };
}
