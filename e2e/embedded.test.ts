import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Core, coreMissing } from "./serve";
import { missing } from "./site";
import { Visitor } from "./visitor";

const why = missing() || coreMissing;
const STORY = "Hello, tell me a long story.";

describe.skipIf(why !== "")(`the page over the embedded model${why === "" ? "" : ` (${why})`}`, () => {
  const core = new Core();
  let visitor: Visitor;

  beforeAll(async () => {
    visitor = await Visitor.at(await core.serve("embedded"));
  });
  afterAll(async () => {
    await visitor?.leave();
    await core.end();
  });

  test("the pill names the model that answers on this computer", async () => {
    await visitor.pill.getByText(/SmolLM2.* on this computer/).waitFor();
  });

  test("plain talk streams: its words grow while it is busy, and are said to be the model's own", async () => {
    await visitor.type(STORY);
    const talk = visitor.page.locator(".answer.talk[aria-busy=true]");
    await talk.locator(".markdown").waitFor();
    const early = (await talk.innerText()).length;
    await visitor.page.waitForFunction(
      (length) => (document.querySelector<HTMLElement>(".answer.talk")?.innerText.length ?? 0) > length + 40,
      early,
    );
    expect(await talk.innerText()).toContain("in its own words, not checked and not about this computer");
  });

  test("it stops at once, and what had come is kept", async () => {
    await visitor.page.keyboard.press("Escape");
    await visitor.page.getByText("Stopped. What had come is kept.").waitFor({ timeout: 500 });
    const kept = await visitor.answer.locator(".markdown").innerText();
    await visitor.page.waitForTimeout(400);
    expect(await visitor.answer.locator(".markdown").innerText()).toBe(kept);
  });

  test("a reload in the middle of an answer runs it no second time, and History has what had come", async () => {
    await visitor.type(STORY);
    await visitor.page.locator(".answer[aria-busy=true] .markdown").last().waitFor();
    await visitor.page.reload();
    await visitor.open("History");
    const kept = visitor.page.getByRole("button", { name: new RegExp(`^${STORY}`) });
    await kept.first().waitFor();
    expect(await kept.count()).toBe(1);
    await kept.first().click();
    await visitor.page.locator(".answer.talk .markdown").nth(1).waitFor();
    expect(await visitor.page.locator(".question").count()).toBe(2);
  });

  test("what was measured stands before the model has said a word, and stays as it is", async () => {
    await visitor.page.getByRole("button", { name: "New conversation" }).click();
    await visitor.type("Is my disk full?");
    const first = visitor.page.locator(".answer[aria-busy=true] .part").first();
    await first.waitFor();
    const measured = await first.innerText();
    expect(measured).toMatch(/disk/i);
    await visitor.page.locator(".foot").waitFor();
    expect(await visitor.answer.locator(".part").first().innerText()).toBe(measured);
    expect(visitor.complaints).toEqual([]);
  });
});
