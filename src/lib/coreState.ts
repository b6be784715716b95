import type { CoreLine } from "../types/contract";

/** What the window knows of the core: what it does now, why it last ended, and how often it came back. */
export interface CoreState {
  readonly line: CoreLine | null;
  readonly ended: string;
  readonly returns: number;
}

export const UNTOLD: CoreState = { line: null, ended: "", returns: 0 };

/** Take what whoever keeps the core says of it. */
export function afterLine(before: CoreState, line: CoreLine): CoreState {
  if (line.state === "restarting" || line.state === "failed") return { ...before, line, ended: line.reason };
  const isBack = line.state === "ready" && before.ended !== "" && before.line?.state !== "ready";
  return { ...before, line, returns: before.returns + Number(isBack) };
}

/** A few words in sight until the user has read them: what became of the core, and the one thing to do. */
export interface CoreNote {
  readonly tone: "bad" | "warn" | "ok";
  readonly text: string;
  readonly action: "Start it again" | "Start it now" | "Close" | null;
}

/** Shorter waits than this are over before anybody could press a button. */
const WORTH_PRESSING_SECONDS = 2;

/** What is to be said of the core; nothing where it starts for the first time or simply runs. */
export function noteOf({ line, ended }: CoreState): CoreNote | null {
  if (line === null || ended === "") return null;
  const before = `Opta's core stopped: ${ended}`;
  switch (line.state) {
    case "failed":
      return { tone: "bad", text: `Opta's core does not run: ${ended}`, action: "Start it again" };
    case "restarting": {
      const seconds = Math.ceil(line.seconds ?? 1);
      const text = `${before} It is started again within ${seconds} s; what you ask meanwhile waits for it.`;
      return { tone: "warn", text, action: seconds > WORTH_PRESSING_SECONDS ? "Start it now" : null };
    }
    case "starting":
      return { tone: "warn", text: `${before} It is being started again; what you ask meanwhile waits.`, action: null };
    case "ready":
      return { tone: "ok", text: `${before} It was started again and answers.`, action: "Close" };
    case "stopped":
      return null;
  }
}
