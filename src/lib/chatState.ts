import type { Answer, ChatMessage, ChatResult, Conversation, Event, Failure, Part } from "../types/contract";

export type ChatStatus = "ready" | "submitted" | "streaming" | "error";
export type ReplyState = "submitted" | "streaming" | "done" | "stopped" | "error";

/** What the user asked. */
export interface QuestionTurn {
  readonly role: "user";
  readonly id: string;
  readonly content: string;
}

/** An answer, from the moment it was asked for. */
export interface ReplyTurn {
  readonly role: "assistant";
  readonly id: string;
  readonly state: ReplyState;
  /** What goes on; never part of the answer's text. */
  readonly phase: string;
  readonly parts: readonly Part[];
  readonly answer: Answer | null;
  readonly model: string;
  readonly plainTalk: boolean;
  readonly notices: readonly string[];
  readonly failure: Failure | null;
  /** The last event taken, and those that came before their turn. */
  readonly seq: number;
  readonly early: readonly Event[];
}

export type Turn = QuestionTurn | ReplyTurn;

export interface ChatState {
  readonly turns: readonly Turn[];
  readonly conversationId: string | null;
  readonly title: string;
}

export type ChatAction =
  | { readonly kind: "asked"; readonly id: string; readonly message: string }
  | { readonly kind: "event"; readonly id: string; readonly event: Event }
  | { readonly kind: "result"; readonly id: string; readonly result: ChatResult }
  | { readonly kind: "stopped"; readonly id: string }
  | { readonly kind: "failed"; readonly id: string; readonly failure: Failure }
  | { readonly kind: "rewound" }
  | { readonly kind: "cleared" }
  | { readonly kind: "opened"; readonly conversation: Conversation };

export const EMPTY: ChatState = { turns: [], conversationId: null, title: "" };

/** One step of a conversation; pure. */
export function reduce(state: ChatState, action: ChatAction): ChatState {
  switch (action.kind) {
    case "asked":
      return asked(state, action.id, action.message);
    case "event":
      return onReply(keptIn(state, action), action.id, (reply) => takeEvent(reply, action.event));
    case "result":
      return withResult(state, action.id, action.result);
    case "stopped":
      return onReply(state, action.id, (reply) =>
        isOver(reply) ? reply : { ...flushed(reply), state: "stopped", phase: "" },
      );
    case "failed":
      return withFailure(state, action.id, action.failure);
    case "rewound":
      return { ...state, turns: state.turns.slice(0, lastQuestion(state)) };
    case "cleared":
      return EMPTY;
    case "opened":
      return opened(action.conversation);
  }
}

/** What the model is to read: every message, in order; answers that never began are left out. */
export function messagesOf(state: ChatState): ChatMessage[] {
  const messages = state.turns.map((turn) => ({ role: turn.role, content: textOf(turn) }));
  return messages.filter((message) => message.content !== "");
}

/** A turn's whole text, parts joined in their order. */
export function textOf(turn: Turn): string {
  if (turn.role === "user") return turn.content;
  return turn.parts
    .map((part) => part.text.trim())
    .filter((text) => text !== "")
    .join("\n\n");
}

export function replyOf(state: ChatState, id: string): ReplyTurn | null {
  const turn = state.turns.find((one) => one.id === id);
  return turn?.role === "assistant" ? turn : null;
}

export function lastReply(state: ChatState): ReplyTurn | null {
  const turn = state.turns.at(-1);
  return turn?.role === "assistant" ? turn : null;
}

/** The newest answer that rests on a measurement. */
export function lastAnswer(state: ChatState): Answer | null {
  const turn = state.turns.findLast((one) => one.role === "assistant" && one.answer !== null);
  return turn?.role === "assistant" ? turn.answer : null;
}

export function statusOf(state: ChatState): ChatStatus {
  const reply = lastReply(state)?.state;
  return reply === "submitted" || reply === "streaming" || reply === "error" ? reply : "ready";
}

function asked(state: ChatState, id: string, message: string): ChatState {
  const question: QuestionTurn = { role: "user", id: `${id}?`, content: message };
  return {
    ...state,
    title: state.title || message,
    turns: [...state.turns, question, blankReply(id)],
  };
}

function blankReply(id: string): ReplyTurn {
  return {
    role: "assistant",
    id,
    state: "submitted",
    phase: "",
    parts: [],
    answer: null,
    model: "",
    plainTalk: false,
    notices: [],
    failure: null,
    seq: -1,
    early: [],
  };
}

function onReply(state: ChatState, id: string, change: (reply: ReplyTurn) => ReplyTurn): ChatState {
  const turns = state.turns.map((turn) => (turn.role === "assistant" && turn.id === id ? change(turn) : turn));
  return { ...state, turns };
}

function isOver(reply: ReplyTurn): boolean {
  return reply.state !== "submitted" && reply.state !== "streaming";
}

/** An answer that is stopped has no result that would say where it is kept: its events do. */
function keptIn(state: ChatState, { id, event }: ChatAction & { readonly kind: "event" }): ChatState {
  return event.conversation_id === null || replyOf(state, id) === null
    ? state
    : { ...state, conversationId: event.conversation_id };
}

const DELETED: Failure = {
  code: "history.unknown",
  message: "This conversation was deleted meanwhile.",
  hint: "Try again, and a new one begins.",
};

/** Where the conversation was deleted meanwhile, the next question is kept in a new one. */
function withFailure(state: ChatState, id: string, failure: Failure): ChatState {
  if (failure.code !== DELETED.code) return onReply(state, id, (reply) => failed(reply, failure));
  return onReply({ ...state, conversationId: null }, id, (reply) => failed(reply, DELETED));
}

/** Take an event in its turn: a repeat is dropped, an early one waits for those before it. */
function takeEvent(reply: ReplyTurn, event: Event): ReplyTurn {
  if (isOver(reply) || event.seq <= reply.seq || reply.early.some((one) => one.seq === event.seq)) return reply;
  const start = reply.seq === -1 ? firstSeq(event) : reply.seq + 1;
  if (event.seq > start) return { ...reply, early: [...reply.early, event] };
  return reply.early.reduce((after, _) => takeWaiting(after), applied(reply, event));
}

/** Streams count from 0 or from 1. */
function firstSeq(event: Event): number {
  return event.seq === 1 ? 1 : 0;
}

function takeWaiting(reply: ReplyTurn): ReplyTurn {
  const next = reply.early.find((event) => event.seq === reply.seq + 1);
  if (next === undefined) return reply;
  return applied({ ...reply, early: reply.early.filter((event) => event !== next) }, next);
}

/** At the end what waits is taken in order, gaps or not: nothing that came is lost. */
function flushed(reply: ReplyTurn): ReplyTurn {
  const waiting = [...reply.early].sort((one, other) => one.seq - other.seq);
  return waiting.reduce(applied, { ...reply, early: [] });
}

function applied(reply: ReplyTurn, event: Event): ReplyTurn {
  const taken = { ...reply, seq: event.seq, answer: event.answer ?? reply.answer };
  if (event.kind === "phase") return { ...taken, phase: event.text };
  if (event.kind !== "delta") return { ...taken, phase: "" };
  return { ...taken, state: "streaming", phase: "", parts: appended(reply.parts, event) };
}

function appended(parts: readonly Part[], event: Event): readonly Part[] {
  const by = event.by ?? "model";
  const last = parts.at(-1);
  if (last?.by !== by) return [...parts, { by, text: event.text }];
  return [...parts.slice(0, -1), { by, text: last.text + event.text }];
}

function withResult(state: ChatState, id: string, result: ChatResult): ChatState {
  if (replyOf(state, id) === null) return state;
  const next = onReply(state, id, (reply) => (isOver(reply) ? reply : finished(flushed(reply), result)));
  return { ...next, conversationId: result.conversation_id ?? next.conversationId };
}

function finished(reply: ReplyTurn, result: ChatResult): ReplyTurn {
  const answer = result.grounded ?? reply.answer;
  const done: ReplyTurn = {
    ...reply,
    state: "done",
    phase: "",
    answer,
    parts: finalParts(reply, result),
    model: result.model,
    plainTalk: result.plain_talk,
    notices: [...new Set([...(answer?.notices ?? []), ...result.notices])],
  };
  if (result.error === null) return result.done || result.truncated ? done : { ...done, state: "stopped" };
  return failed(done, { code: "backend", message: result.error, hint: "" });
}

function finalParts(reply: ReplyTurn, result: ChatResult): readonly Part[] {
  if (result.grounded !== null) return result.grounded.parts;
  return reply.parts.length > 0 || result.content === "" ? reply.parts : [{ by: "model", text: result.content }];
}

function failed(reply: ReplyTurn, failure: Failure): ReplyTurn {
  return { ...flushed(reply), state: "error", phase: "", failure };
}

function lastQuestion(state: ChatState): number {
  return Math.max(
    0,
    state.turns.findLastIndex((turn) => turn.role === "user"),
  );
}

const REPLY_STATES = { whole: "done", partial: "stopped", stopped: "stopped", failed: "error" } as const;

function opened(conversation: Conversation): ChatState {
  const turns = conversation.messages.map((message): Turn => {
    const id = `${conversation.id}.${message.id}`;
    if (message.role !== "assistant") return { role: "user", id, content: message.content };
    const parts: readonly Part[] = message.grounded?.parts ?? [{ by: "model", text: message.content }];
    return {
      ...blankReply(id),
      state: REPLY_STATES[message.state],
      parts,
      answer: message.grounded,
      model: message.model,
      plainTalk: message.grounded === null && message.model !== "",
      notices: message.grounded?.notices ?? [],
    };
  });
  return { turns, conversationId: conversation.id, title: conversation.title };
}
