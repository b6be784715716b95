import type {
  Answer,
  ChatResult,
  Conversation,
  ConversationInfo,
  CoreLine,
  Event,
  LlmStatus,
} from "../../types/contract";
import type { Opening } from "../transport";
import { AT, MEASURED, MODEL_WORDS, withWords } from "./answers";
import { NO_MODEL, NOT_STARTED, RUNNING } from "./machine";

/** What comes, and how many milliseconds after what came before. */
export interface Step {
  readonly after: number;
  readonly event: Omit<Event, "seq">;
}

/** A whole answer; without a result it never ends. */
export interface Script {
  readonly steps: readonly Step[];
  readonly result: ChatResult | null;
}

export interface Scene {
  readonly opening: Opening;
  readonly status: LlmStatus;
  readonly busy: boolean;
  readonly answerTo: (question: string) => Script;
  readonly kept: readonly Conversation[];
  /** What has been told of the core. */
  readonly core: readonly CoreLine[];
}

const SLOW = "Why is my computer slow?";

function step(after: number, event: Partial<Event>): Step {
  return { after, event: { kind: "delta", by: null, text: "", answer: null, conversation_id: null, ...event } };
}

function result(given: Partial<ChatResult>): ChatResult {
  return {
    content: "",
    model: "llama3:8b",
    done: true,
    error: null,
    backend: "ollama",
    grounded: null,
    plain_talk: false,
    truncated: false,
    conversation_id: "example",
    notices: [],
    ...given,
  };
}

function measuredSteps(measured: Answer): Step[] {
  const first = measured.parts[0];
  return [
    step(20, { kind: "phase", text: "measuring for 1 s" }),
    step(900, { by: first?.by ?? "rules", text: first?.text ?? "", answer: measured }),
  ];
}

function spoken(words: string): Step[] {
  const phase = step(60, { kind: "phase", text: "llama3:8b is reading" });
  return [phase, ...words.split(/(?<= )/).map((word) => step(45, { by: "model", text: word }))];
}

const end = step(20, { kind: "done" });

function measuredOnly(measured: Answer): Script {
  return {
    steps: [...measuredSteps(measured), end],
    result: result({ content: measured.answer, grounded: measured }),
  };
}

function withModel(measured: Answer): Script {
  const grounded = withWords(measured, MODEL_WORDS, 1);
  return {
    steps: [...measuredSteps(measured), ...spoken(MODEL_WORDS), end],
    result: result({ content: grounded.answer, grounded }),
  };
}

function cutShort(measured: Answer): Script {
  return { steps: [...measuredSteps(measured), ...spoken(MODEL_WORDS).slice(0, 12)], result: null };
}

const TALK = `A **fan curve** maps a temperature to a speed. Three things shape it:

1. how warm a part may become,
2. how much noise you accept,
3. how fast the fan may change.

\`fancontrol\` writes one on Linux; its manual is at <https://hwmon.wiki.kernel.org/fan_control>.`;

function talk(): Script {
  return {
    steps: [step(20, { kind: "phase", text: "llama3:8b is reading" }), ...spoken(TALK), end],
    result: result({ content: TALK, plain_talk: true }),
  };
}

function broken(measured: Answer): Script {
  const error = "Ollama accepts the connection and does not answer. Restart it, then ask again.";
  return {
    steps: [...measuredSteps(measured), step(40, { kind: "error", text: error })],
    result: result({ grounded: measured, done: false, error }),
  };
}

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

const READY: CoreLine = { state: "ready", reason: "", seconds: null };
const KILLED: CoreLine = { state: "restarting", reason: "it ended with signal: 9 (SIGKILL).", seconds: 8 };
const GIVEN_UP: CoreLine = { state: "failed", reason: "it ended with exit status: 1.", seconds: null };

const PLAIN: Scene = {
  opening: { page: "ask", questions: [SLOW] },
  status: RUNNING,
  busy: true,
  answerTo: (question) => withModel(MEASURED.finding(question)),
  kept: KEPT,
  core: [READY],
};

function asking(question: string, answerTo: Scene["answerTo"], more: Partial<Scene> = {}): Scene {
  return { ...PLAIN, opening: { page: "ask", questions: [question] }, answerTo, ...more };
}

function onPage(page: Opening["page"], more: Partial<Scene> = {}): Scene {
  return { ...PLAIN, opening: { page, questions: [] }, ...more };
}

export const SCENES: Readonly<Record<string, Scene>> = {
  finding: PLAIN,
  several: asking(SLOW, (question) => measuredOnly(MEASURED.several(question))),
  healthy: asking("Is anything wrong?", (question) => measuredOnly(MEASURED.healthy(question)), { busy: false }),
  unknown: asking("Is anything too hot?", (question) => measuredOnly(MEASURED.unknown(question)), { busy: false }),
  card: asking("Should I run a RAM cleaner?", (question) => measuredOnly(MEASURED.card(question)), { busy: false }),
  talk: asking("What is a fan curve?", talk, { busy: false }),
  streaming: asking(SLOW, (question) => cutShort(MEASURED.finding(question))),
  error: asking(SLOW, (question) => broken(MEASURED.finding(question))),
  "first-run": onPage("ask", { status: NOT_STARTED, busy: false, kept: [] }),
  "first-run-ready": onPage("ask", { busy: false, kept: [] }),
  "no-model": onPage("ask", { status: NO_MODEL, busy: false, kept: [] }),
  models: onPage("models", { busy: false }),
  system: { ...PLAIN, opening: { page: "system", questions: [SLOW] } },
  history: onPage("history", { busy: false }),
  "core-restarting": { ...PLAIN, core: [READY, KILLED] },
  "core-given-up": onPage("ask", { core: [KILLED, GIVEN_UP], busy: false, kept: [] }),
  "core-back": onPage("ask", { core: [READY, KILLED, READY] }),
};
