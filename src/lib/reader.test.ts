import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, expectTypeOf, test } from "vitest";
import { type Contract, SHAPES } from "../types/contract";
import type { ChatMessage, ChatResponse, LlmStatus } from "../types/llm";
import { ContractError, read } from "./reader";

const FIXTURES = join(import.meta.dirname, "../../contract/fixtures");
const files = readdirSync(FIXTURES).filter((name) => name.endsWith(".json"));

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

describe("the contract", () => {
  test("the shell's three types are its own, held by the compiler", () => {
    expectTypeOf<Writable<Contract["ChatMessage"]>>().toEqualTypeOf<ChatMessage>();
    expectTypeOf<Writable<Pick<Contract["ChatResult"], keyof ChatResponse>>>().toEqualTypeOf<ChatResponse>();
    expectTypeOf<Contract["LlmStatus"]["running"]>().toEqualTypeOf<LlmStatus["running"]>();
    expectTypeOf<Contract["LlmStatus"]["models"][number]>().toEqualTypeOf<LlmStatus["models"][number]>();
    expectTypeOf<NonNullable<Contract["LlmStatus"]["error"]>>().toEqualTypeOf<NonNullable<LlmStatus["error"]>>();
  });

  test.each(files)("fixture %s is read, and nothing of it is lost", (file) => {
    const raw: unknown = JSON.parse(readFileSync(join(FIXTURES, file), "utf8"));
    const name = file.split(".")[0] as keyof Contract;
    expect(SHAPES[name]).toBeDefined();
    expect(read(name, raw)).toMatchObject(raw as object);
  });

  test("fields that are not known are ignored, and defaults filled in", () => {
    const status = read("LlmStatus", { running: true, mood: "good" });
    expect(status).not.toHaveProperty("mood");
    expect(status).toMatchObject({ running: true, error: null, jobs: [], layer: "ok" });
  });

  test("what could not be read stays absent and is no number", () => {
    const model = read("ModelInfo", { name: "m", backend: "b", size_bytes: { unknown: "not said" }, needs_bytes: 3 });
    expect(model.size_bytes).toEqual({ unknown: "not said" });
  });

  test.each([
    ["Event", { kind: "shout", seq: 1 }, "Event.kind"],
    ["Event", { kind: "delta" }, "Event.seq"],
    ["ChatMessage", { role: "user", content: 7 }, "ChatMessage.content"],
    ["ConversationList", { conversations: [{ id: "a" }] }, "ConversationList.conversations[0]."],
    ["Answer", null, "Answer"],
  ] as const)("%s: a value that is none is refused, and the place is named", (name, value, place) => {
    expect(() => read(name, value)).toThrowError(ContractError);
    expect(() => read(name, value)).toThrowError(place);
  });
});
