import type { Conversation, ConversationInfo, CoreLine, LlmStatus, PullJob } from "../../types/contract";
import type { Opening } from "../transport";
import { AT, MEASURED } from "./answers";
import {
  busy,
  calm,
  closed,
  ELSEWHERE,
  FAILED_JOB,
  full,
  job,
  type Machine,
  NO_MODEL,
  NOT_STARTED,
  RUNNING,
  SILENT,
} from "./machine";
import {
  broken,
  cutShort,
  dropped,
  goingOn,
  measuredOnly,
  measuring,
  type Script,
  stopped,
  talk,
  withModel,
} from "./scripts";

export interface Scene {
  readonly opening: Opening;
  readonly status: LlmStatus;
  readonly machine: Machine;
  readonly answerTo: (question: string) => Script;
  readonly kept: readonly Conversation[];
  /** What has been told of the core. */
  readonly core: readonly CoreLine[];
  /** How a download stands for good; null where it comes to its end. */
  readonly pull: PullJob | null;
}

const SLOW = "Why is my computer slow?";
const LONG_QUESTION =
  "Is my disk full, and what can I delete without losing anything? I have looked at\n" +
  "/home/jo/Library/Application Support/backup-of-the-old-laptop/2019-2024/pictures already.";

function info(id: string, title: string, day: number): Conversation {
  const at = new Date(Date.parse(AT) - day * 86_400_000).toISOString();
  const grounded = MEASURED.finding(title);
  const blank = { state: "whole", model: "", grounded: null, at } as const;
  return {
    id,
    title,
    messages: [
      { ...blank, id: 1, role: "user", content: title },
      { ...blank, id: 2, role: "assistant", content: grounded.answer, grounded },
    ],
  };
}

const KEPT = [
  info("a", SLOW, 0),
  info("b", "What eats my memory?", 0),
  info("c", "Should I run a RAM cleaner?", 1),
  info("d", "Is my disk full, and what can I delete without losing anything that I may need later?", 12),
];

export function headOf(conversation: Conversation): ConversationInfo {
  const { id, title, messages } = conversation;
  return { id, title, updated_at: messages.at(-1)?.at ?? AT, messages: messages.length };
}

const STARTING: CoreLine = { state: "starting", reason: "", seconds: null };
const READY: CoreLine = { state: "ready", reason: "", seconds: null };
const KILLED: CoreLine = { state: "restarting", reason: "it ended with signal: 9 (SIGKILL).", seconds: 8 };
const GIVEN_UP: CoreLine = { state: "failed", reason: "it ended with exit status: 1.", seconds: null };

const PLAIN: Scene = {
  opening: { page: "ask", questions: [SLOW] },
  status: RUNNING,
  machine: busy,
  answerTo: (question) => withModel(MEASURED.finding(question)),
  kept: KEPT,
  core: [READY],
  pull: null,
};

function asking(question: string, answerTo: Scene["answerTo"], more: Partial<Scene> = {}): Scene {
  return { ...PLAIN, opening: { page: "ask", questions: [question] }, answerTo, ...more };
}

function onPage(page: Opening["page"], more: Partial<Scene> = {}): Scene {
  return { ...PLAIN, opening: { page, questions: [] }, ...more };
}

export const SCENES: Readonly<Record<string, Scene>> = {
  finding: PLAIN,
  several: asking(SLOW, (question) => measuredOnly(MEASURED.several(question)), { machine: full }),
  long: asking(LONG_QUESTION, (question) => measuredOnly(MEASURED.long(question)), { machine: full }),
  "follow-up": {
    ...PLAIN,
    opening: { page: "ask", questions: [SLOW, "And now?"] },
    answerTo: (question) => (question === SLOW ? withModel(MEASURED.finding(question)) : measuring()),
  },
  healthy: asking("Is anything wrong?", (question) => measuredOnly(MEASURED.healthy(question)), { machine: calm }),
  unknown: asking("Is anything too hot?", (question) => measuredOnly(MEASURED.unknown(question)), { machine: calm }),
  card: asking("Should I run a RAM cleaner?", (question) => measuredOnly(MEASURED.card(question)), { machine: calm }),
  talk: asking("What is a fan curve?", talk, { machine: calm }),
  streaming: asking(SLOW, (question) => cutShort(MEASURED.finding(question))),
  stopped: asking(SLOW, (question) => stopped(MEASURED.finding(question))),
  dropped: asking(SLOW, (question) => dropped(MEASURED.finding(question))),
  examined: asking(SLOW, (question) =>
    goingOn(MEASURED.finding(question), "llama3:8b takes its exam, once: question 7 of 40"),
  ),
  error: asking(SLOW, (question) => broken(MEASURED.finding(question))),
  "first-run": onPage("ask", { status: NOT_STARTED, machine: calm, kept: [] }),
  "first-run-ready": onPage("ask", { machine: calm, kept: [] }),
  "no-model": onPage("ask", { status: NO_MODEL, machine: calm, kept: [] }),
  pulling: onPage("ask", { status: NO_MODEL, machine: calm, kept: [], pull: job(1_210_000_000) }),
  stalled: onPage("ask", { status: NO_MODEL, machine: calm, kept: [], pull: job(1_210_000_000, "stalled") }),
  "pull-failed": onPage("ask", {
    ...{ status: NO_MODEL, machine: calm, kept: [] },
    pull: { ...job(1_210_000_000), ...FAILED_JOB },
  }),
  silent: onPage("ask", { status: SILENT, machine: calm, kept: [] }),
  elsewhere: onPage("ask", { status: ELSEWHERE, machine: calm, kept: [] }),
  models: onPage("models", { machine: calm }),
  system: { ...PLAIN, opening: { page: "system", questions: [SLOW] } },
  "models-none": onPage("models", { status: NO_MODEL, machine: calm, pull: job(1_210_000_000) }),
  "system-closed": onPage("system", { machine: closed }),
  history: onPage("history", { machine: calm }),
  "history-none": onPage("history", { machine: calm, kept: [] }),
  "core-starting": onPage("ask", { core: [STARTING], machine: calm, kept: [] }),
  "core-restarting": { ...PLAIN, core: [READY, KILLED] },
  "core-given-up": onPage("ask", { core: [KILLED, GIVEN_UP], machine: calm, kept: [] }),
  "core-back": onPage("ask", { core: [READY, KILLED, READY] }),
};
