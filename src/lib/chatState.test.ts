import { describe, expect, test } from "vitest";
import type { ChatResult, Event } from "../types/contract";
import { type ChatState, EMPTY, lastReply, messagesOf, reduce, statusOf, textOf } from "./chatState";

const asked = reduce(EMPTY, { kind: "asked", id: "1", message: "Why?" });

function taking(state: ChatState, ...events: readonly Partial<Event>[]): ChatState {
  return events.reduce<ChatState>(
    (before, event) =>
      reduce(before, {
        kind: "event",
        id: "1",
        event: { kind: "delta", by: "rules", text: "", answer: null, seq: 0, conversation_id: null, ...event },
      }),
    state,
  );
}

function result(given: Partial<ChatResult>): ChatResult {
  const blank = { content: "", model: "m", done: true, error: null, backend: null, grounded: null };
  return { ...blank, plain_talk: false, truncated: false, conversation_id: null, notices: [], ...given };
}

function text(state: ChatState): string {
  const reply = lastReply(state);
  return reply === null ? "" : textOf(reply);
}

describe("a conversation", () => {
  test("knows where it is kept before it ends, so that one that was stopped goes on there", () => {
    const begun = taking(asked, { kind: "phase", by: null, text: "measuring", seq: 1, conversation_id: "kept" });
    expect(reduce(begun, { kind: "stopped", id: "1" }).conversationId).toBe("kept");
  });

  test("never puts a phase into an answer's text", () => {
    const state = taking(
      asked,
      { text: "Busy", seq: 0 },
      { kind: "phase", by: null, text: "loading the model", seq: 1 },
      { text: " now.", seq: 2 },
    );
    expect(text(state)).toBe("Busy now.");
    expect(lastReply(taking(asked, { kind: "phase", text: "measuring", seq: 0 }))?.phase).toBe("measuring");
  });

  test("takes events in the order of their numbers, whatever order they come in", () => {
    const state = taking(
      asked,
      { text: "a", seq: 0 },
      { text: "c", seq: 2 },
      { text: "d", seq: 3 },
      { text: "b", seq: 1 },
    );
    expect(text(state)).toBe("abcd");
  });

  test("takes an event once, however often it comes", () => {
    expect(
      text(taking(asked, { text: "a", seq: 0 }, { text: "a", seq: 0 }, { text: "b", seq: 1 }, { text: "b", seq: 1 })),
    ).toBe("ab");
    expect(
      text(taking(asked, { text: "c", seq: 2 }, { text: "c", seq: 2 }, { text: "a", seq: 0 }, { text: "b", seq: 1 })),
    ).toBe("abc");
  });

  test("counts from one where the stream does", () => {
    expect(text(taking(asked, { text: "a", seq: 1 }, { text: "b", seq: 2 }))).toBe("ab");
  });

  test("loses nothing to a gap once the answer has ended", () => {
    const gap = taking(asked, { text: "a", seq: 0 }, { text: "c", seq: 5 }, { text: "b", seq: 4 });
    expect(text(reduce(gap, { kind: "stopped", id: "1" }))).toBe("abc");
  });

  test("keeps whose words each part is", () => {
    const state = taking(
      asked,
      { text: "Measured.", seq: 0 },
      { by: "model", text: "In other", seq: 1 },
      { by: "model", text: " words.", seq: 2 },
    );
    expect(lastReply(state)?.parts).toEqual([
      { by: "rules", text: "Measured." },
      { by: "model", text: "In other words." },
    ]);
  });

  test("keeps what came where the server failed in the middle", () => {
    const half = taking(asked, { by: "model", text: "The prog", seq: 0 });
    const state = reduce(half, { kind: "result", id: "1", result: result({ done: false, error: "It broke off." }) });
    expect(text(state)).toBe("The prog");
    expect(statusOf(state)).toBe("error");
    expect(lastReply(state)?.failure?.message).toBe("It broke off.");
  });

  test("ignores what comes after its end", () => {
    const ended = reduce(taking(asked, { text: "a", seq: 0 }), { kind: "stopped", id: "1" });
    expect(taking(ended, { text: "b", seq: 1 })).toEqual(ended);
    expect(reduce(ended, { kind: "result", id: "1", result: result({ content: "late" }) }).turns).toEqual(ended.turns);
  });

  test("takes the whole text from a result whose transport did not stream", () => {
    expect(text(reduce(asked, { kind: "result", id: "1", result: result({ content: "Whole." }) }))).toBe("Whole.");
  });

  test("leaves answers that never began out of what the model reads", () => {
    const failed = reduce(asked, { kind: "failed", id: "1", failure: { code: "x", message: "No.", hint: "" } });
    expect(messagesOf(failed)).toEqual([{ role: "user", content: "Why?" }]);
  });

  test("is kept anew where the conversation was deleted meanwhile", () => {
    const kept = { ...asked, conversationId: "7" };
    const failed = (code: string) =>
      reduce(kept, { kind: "failed", id: "1", failure: { code, message: "", hint: "" } });
    expect(failed("history.unknown").conversationId).toBeNull();
    expect(lastReply(failed("history.unknown"))?.failure?.message).toBe("This conversation was deleted meanwhile.");
    expect(failed("core.cut").conversationId).toBe("7");
  });

  test("goes on from a kept conversation, whose half answer is marked", () => {
    const message = { state: "whole", model: "", grounded: null, at: "2026-11-23T14:32:07Z" } as const;
    const state = reduce(EMPTY, {
      kind: "opened",
      conversation: {
        id: "c",
        title: "Why?",
        messages: [
          { ...message, id: 1, role: "user", content: "Why?" },
          { ...message, id: 2, role: "assistant", content: "render-fzr keeps", state: "partial" },
        ],
      },
    });
    expect(state.conversationId).toBe("c");
    expect(lastReply(state)?.state).toBe("stopped");
    expect(text(state)).toBe("render-fzr keeps");
  });
});
