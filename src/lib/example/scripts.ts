import type { Answer, ChatResult, Event } from "../../types/contract";
import { MODEL_WORDS, withWords } from "./answers";

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

export function measuredOnly(measured: Answer): Script {
  return {
    steps: [...measuredSteps(measured), end],
    result: result({ content: measured.answer, grounded: measured }),
  };
}

export function withModel(measured: Answer): Script {
  const grounded = withWords(measured, MODEL_WORDS, 1);
  return {
    steps: [...measuredSteps(measured), ...spoken(MODEL_WORDS), end],
    result: result({ content: grounded.answer, grounded }),
  };
}

const FIRST_WORDS = 12;

/** The model is in the middle of a sentence, and stays there. */
export function cutShort(measured: Answer): Script {
  return { steps: [...measuredSteps(measured), ...spoken(MODEL_WORDS).slice(0, FIRST_WORDS)], result: null };
}

/** The user stopped it in the middle of a sentence. */
export function stopped(measured: Answer): Script {
  const grounded = withWords(measured, MODEL_WORDS.split(" ").slice(0, FIRST_WORDS).join(" "), 0);
  return { steps: cutShort(measured).steps, result: result({ done: false, content: grounded.answer, grounded }) };
}

/** Nothing that the model wrote could be kept. */
export function dropped(measured: Answer): Script {
  const grounded = withWords(measured, "", 3);
  return { steps: [...measuredSteps(measured), end], result: result({ content: grounded.answer, grounded }) };
}

/** Something goes on before the model speaks, and does not end. */
export function goingOn(measured: Answer, phase: string): Script {
  return { steps: [...measuredSteps(measured), step(60, { kind: "phase", text: phase })], result: null };
}

/** It is still being measured. */
export function measuring(): Script {
  return { steps: [step(20, { kind: "phase", text: "measuring for 1 s" })], result: null };
}

const TALK = `A **fan curve** maps a temperature to a speed. Three things shape it:

1. how warm a part may become,
2. how much noise you accept,
3. how fast the fan may change.

\`fancontrol\` writes one on Linux; its manual is at <https://hwmon.wiki.kernel.org/fan_control>.`;

export function talk(): Script {
  return {
    steps: [step(20, { kind: "phase", text: "llama3:8b is reading" }), ...spoken(TALK), end],
    result: result({ content: TALK, plain_talk: true }),
  };
}

export function broken(measured: Answer): Script {
  const error = "Ollama accepts the connection and does not answer. Restart it, then ask again.";
  return {
    steps: [...measuredSteps(measured), step(40, { kind: "error", text: error })],
    result: result({ grounded: measured, done: false, error }),
  };
}
