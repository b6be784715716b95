import { afterAll, afterEach, describe, expect, test } from "vitest";
import { violations } from "./axe";
import { openSilent, RecordedOllama } from "./ollama";
import { Core, coreMissing, NOBODY } from "./serve";
import { missing } from "./site";
import { Visitor } from "./visitor";

const why = missing() || coreMissing;
const TALK = "Hello, who are you?";

describe.skipIf(why !== "")(`the page over Ollama${why === "" ? "" : ` (${why})`}`, () => {
  const closing: (() => unknown)[] = [];
  const visit = async (ollama: string) => {
    const core = new Core();
    closing.push(() => core.end());
    const visitor = await Visitor.at(await core.serve("ollama", ollama));
    closing.push(visitor.leave);
    return visitor;
  };
  const closeAll = async () => {
    for (const close of closing.splice(0).reverse()) await close();
  };
  afterEach(closeAll);
  afterAll(closeAll);

  test("that is down: said in the pill with one repair, and the rules answer", async () => {
    const visitor = await visit(NOBODY);
    await visitor.pill.getByText("Rules answer, no model").waitFor();
    await visitor.pill.getByRole("button", { name: /^(Get|Start) Ollama$/ }).waitFor();
    expect(await (await visitor.ask("Is my disk full?")).innerText()).toMatch(/disk/i);
    await visitor.type(TALK);
    await visitor.page
      .getByRole("alert")
      .getByText(/Ollama/)
      .waitFor();
    expect(await violations(visitor.page)).toEqual([]);
  });

  test("that is silent: said within the time of a status, and neither an answer nor a talk waits for it", async () => {
    const silent = await openSilent();
    closing.push(silent.close);
    const began = Date.now();
    const visitor = await visit(silent.address);
    await visitor.pill.getByRole("button", { name: "Try again" }).waitFor();
    await visitor.pill.getByRole("button", { name: "Rules answer, no model" }).click();
    expect(await visitor.page.locator(".pill-detail").innerText()).toMatch(/does not answer|silent/i);
    expect(Date.now() - began).toBeLessThan(10_000);
    const answer = await visitor.ask("Is my disk full?");
    expect(await answer.locator(".part").first().innerText()).toMatch(/disk/i);
    await visitor.type(TALK);
    await visitor.page.getByRole("alert").waitFor({ timeout: 8_000 });
  });

  test("without a model: one is offered with its size, got with progress, stopped, got again, and it talks", async () => {
    const ollama = await RecordedOllama.open();
    closing.push(() => ollama.close());
    const visitor = await visit(ollama.address);
    const offer = visitor.page.getByRole("button", { name: /^Get \S+, \d+\.\d GB$/ });
    await offer.waitFor();
    const name = /^Get (\S+),/.exec(await offer.innerText())?.[1] ?? "";

    ollama.pullPace = 4;
    await offer.click();
    const bar = visitor.page.getByRole("progressbar", { name: `Getting ${name}` });
    await bar.waitFor();
    await visitor.pill.getByText(/ [3-9]\d %/).waitFor();
    await visitor.pill.getByRole("button", { name: "Cancel" }).click();
    await offer.waitFor();
    await expect.poll(() => ollama.leftPulls).toBe(1);

    await visitor.open("Models");
    await visitor.page.getByLabel("Get another model").fill(name);
    await visitor.page.getByRole("button", { name: "Get", exact: true }).click();
    const share = await visitor.pill.getByText(/ \d+ %/).innerText();
    expect(Number(/ (\d+) %/.exec(share)?.[1]), "it goes on where it was").toBeGreaterThan(29);
    ollama.pullPace = 0.2;
    await visitor.pill.getByText(`${name} on this computer`).waitFor();
    await visitor.page.getByRole("heading", { name }).waitFor();

    await visitor.open("Ask");
    const said = await (await visitor.ask(TALK)).innerText();
    expect(said).toContain(`${name} in its own words`);
    expect(said).toContain("I'm so glad");
    expect(visitor.complaints).toEqual([]);
  });

  test("whose model two pages get: it goes on when one is closed, and a cancel on one is one for all", async () => {
    const ollama = await RecordedOllama.open();
    const core = new Core();
    closing.push(
      () => ollama.close(),
      () => core.end(),
    );
    const address = await core.serve("ollama", ollama.address);
    const got = async () => {
      const visitor = await Visitor.at(address);
      closing.push(visitor.leave);
      await visitor.open("Models");
      await visitor.page.getByLabel("Get another model").fill("shared:1b");
      await visitor.page.getByRole("button", { name: "Get", exact: true }).click();
      await visitor.pill.getByText(/shared:1b [1-9]\d? %/).waitFor();
      return visitor;
    };
    ollama.pullPace = 15;
    const [closed, staying] = [await got(), await got()];
    await closed.page.close();
    const before = await staying.pill.innerText();
    await expect.poll(() => staying.pill.innerText(), { timeout: 10_000 }).not.toBe(before);
    expect(ollama.leftPulls).toBe(0);

    const cancelling = await got();
    await cancelling.pill.getByRole("button", { name: "Cancel" }).click();
    await staying.page.getByLabel("Get another model").waitFor();
    await expect.poll(() => ollama.leftPulls).toBe(1);
  });
});
