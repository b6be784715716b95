import { useEffect, useState } from "react";
import { failureOf, failureText } from "../lib/failure";
import type { Frame } from "../types/contract";
import { useTransport } from "./useTransport";

const KEPT_FRAMES = 300;

export interface Telemetry {
  readonly frames: readonly Frame[];
  readonly error: string | null;
}

const NONE: Telemetry = { frames: [], error: null };

/** The machine, a frame a second, only while `open`: nobody measures what nobody looks at. Anew with each `life` of the core. */
export function useTelemetry(open: boolean, life: number): Telemetry {
  const transport = useTransport();
  const [telemetry, setTelemetry] = useState(NONE);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a stream ends with the core that sent it
  useEffect(() => {
    if (!open) return;
    let close = () => {};
    let left = false;
    const take = (frame: Frame) =>
      setTelemetry(({ frames }) => ({ frames: [...frames.slice(1 - KEPT_FRAMES), frame], error: null }));
    const fail = (thrown: unknown) => setTelemetry((before) => ({ ...before, error: failureText(failureOf(thrown)) }));
    setTelemetry(NONE);
    transport.then((ready) => {
      if (!left) close = ready.telemetry(take, fail);
    }, fail);
    return () => {
      left = true;
      close();
    };
  }, [transport, open, life]);
  return telemetry;
}
