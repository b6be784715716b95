import { useMemo } from "react";
import { type Marks, marksOf } from "../lib/answer";
import { type ChatState, lastAnswer } from "../lib/chatState";
import type { PageName } from "../lib/transport";
import { useVisible } from "./useMedia";
import { usePanel } from "./usePanel";
import { type Telemetry, useTelemetry } from "./useTelemetry";

export interface Meters {
  readonly panelOpen: boolean;
  readonly setPanel: (open: boolean) => void;
  readonly telemetry: Telemetry;
  readonly marks: Marks;
}

/** The live readings, while something shows them, and where the last answer's findings point among them. */
export function useMeters(page: PageName, chat: ChatState, life: number): Meters {
  const [wanted, setPanel] = usePanel();
  const isVisible = useVisible();
  const panelOpen = wanted && page !== "system";
  const telemetry = useTelemetry(isVisible && (panelOpen || page === "system"), life);
  const marks = useMemo(() => marksOf(lastAnswer(chat)), [chat]);
  return { panelOpen, setPanel, telemetry, marks };
}
