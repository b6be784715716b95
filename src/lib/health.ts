import type { CoreLine, LlmStatus } from "../types/contract";

export type Repair = "start" | "get" | "pull" | "retry" | "choose";

/** The state of what answers, in a pill: a colour, a few words, and at most one thing to do. */
export interface Health {
  readonly tone: "ok" | "warn" | "waiting";
  readonly label: string;
  /** What of the label a narrow window has room for; all of it where there is none. */
  readonly short?: string;
  readonly detail: string;
  readonly repair: Repair | null;
}

export const REPAIR_LABELS: Readonly<Record<Repair, string>> = {
  start: "Start Ollama",
  get: "Get Ollama",
  pull: "Get a model",
  retry: "Try again",
  choose: "Choose a model",
};

const REPAIRS: Readonly<Record<LlmStatus["layer"], Repair | null>> = {
  ok: null,
  cold: null,
  on_cpu: null,
  not_installed: "get",
  not_started: "start",
  port_held: "retry",
  silent: "retry",
  http_error: "retry",
  not_ollama: "retry",
  no_model: "pull",
};

/** What is known of the core before anything that it said itself: a core that does not run has no model. */
function coreHealth(line: CoreLine | null): Health | null {
  if (line?.state === "failed")
    return { tone: "warn", label: "Opta's core does not run", short: "Not running", detail: "", repair: null };
  if (line?.state === "starting" || line?.state === "restarting")
    return { tone: "waiting", label: "Opta's core is starting", short: "Starting", detail: "", repair: null };
  return null;
}

/** Judge by the core's own report; `error` is set where the core itself cannot be reached. */
export function healthOf(core: LlmStatus | null, error: string | null, line: CoreLine | null): Health {
  const ofCore = coreHealth(line);
  if (ofCore !== null) return ofCore;
  if (core === null && error !== null) {
    return { tone: "warn", label: "Opta's core does not answer", detail: error, repair: "retry" };
  }
  if (core === null) return { tone: "waiting", label: "Looking for a model", detail: "", repair: null };
  const { server } = core;
  const repair = repairOf(core);
  // What no button does is told.
  const step = server === null && (repair === "retry" || core.layer === "on_cpu") ? core.fix : null;
  const ofOllama = isAnsweredBy(server) ? [] : [core.error, step];
  const detail = [server?.error, server?.fix, ...ofOllama, ...core.notices].filter((line) => line).join(" ");
  return {
    tone: core.backend === null ? "warn" : "ok",
    label: labelOf(core),
    short: core.backend?.name ?? "No model",
    detail,
    repair,
  };
}

/** A server elsewhere is mended where it runs; while one that the user named answers, nobody needs Ollama. */
function repairOf(core: LlmStatus): Repair | null {
  if (core.server !== null) return isAnsweredBy(core.server) ? null : "retry";
  if (core.backend === null && core.running && core.models.length > 0) return "choose";
  return core.layer === "not_started" && !core.here ? "retry" : REPAIRS[core.layer];
}

function isAnsweredBy(server: LlmStatus["server"]): boolean {
  return server !== null && server.error === null;
}

function labelOf({ backend, leaves }: LlmStatus): string {
  if (backend === null) return "Rules answer, no model";
  return leaves ? `${backend.name}, not on this computer` : `${backend.name} on this computer`;
}
