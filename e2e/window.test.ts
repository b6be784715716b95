import { availableParallelism, loadavg } from "node:os";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Desk, missing, root, until } from "./desk";
import { RecordedOllama } from "./ollama";

const APPLICATION = root("src-tauri/target/debug/opta-desktop");
const why = missing(APPLICATION, "window");
const FIRST = "What would you like to know about this computer?";
const CORE = /opta-mcp/;
const LLAMA = /embedded\.child/;
/** The promise, on a machine whose cores are not shared; one that others keep busy takes as much longer as they do. */
const WORKS_AGAIN_MS = 5_000 * Math.max(1, (loadavg()[0] ?? 0) / availableParallelism());
/** The core promises to end 2 s after its standard input; its child is gone at once. */
const GONE_MS = 4_000;

describe.skipIf(why !== "")(`the real window${why === "" ? "" : ` (${why})`}`, () => {
  const desk = new Desk();

  beforeAll(() => desk.open(APPLICATION, { ...process.env, OPTA_BACKEND: "scripted:faithful" }));
  afterAll(() => desk.close());

  test("it opens on the first screen, over its own core", async () => {
    expect(await desk.window.title()).toBe("Opta");
    await desk.reads(FIRST);
    await desk.isLive();
  });

  test("a program that the test makes busy is named in the answer", async () => {
    await desk.findsWhatIsBusy();
    await desk.reads("Measured");
    await desk.window.press("Copy");
    await desk.reads("Copied");
  });

  /** End the core, read what is said of it, ask, read the answer; return how long all that took. */
  const endAndAsk = async (question: string, answered: RegExp) => {
    const [core] = desk.processes(CORE);
    if (core === undefined) throw new Error("there is no core");
    process.kill(core.pid, "SIGKILL");
    const killed = Date.now();
    const told = await until(() => desk.textOf(".core-note:not(.ok)"), "what became of the core");
    expect(told).toContain("signal: 9 (SIGKILL)");
    await desk.ask(question);
    await until(async () => answered.test((await desk.textOf("article .part")) ?? ""), "the next answer");
    expect(desk.processes(CORE).map(({ pid }) => pid)).not.toContain(core.pid);
    return Date.now() - killed;
  };

  test("a core that is ended by force is told, and the chat works again within 5 s", async () => {
    const first = await endAndAsk("Is my disk full?", /disk/i);
    // Where the machine was held up by something else, it may try once more.
    const took = first < WORKS_AGAIN_MS ? first : await endAndAsk("Is my memory full?", /memory/i);
    expect(took).toBeLessThan(WORKS_AGAIN_MS);
    await desk.isLive();
  });
});

describe.skipIf(why !== "")(`the real window over the embedded model${why === "" ? "" : ` (${why})`}`, () => {
  const desk = new Desk();

  beforeAll(() => desk.open(APPLICATION, { ...process.env, OPTA_BACKEND: "embedded" }));
  afterAll(() => desk.close());

  test("words are seen while they are spoken, and a window that is ended by force then leaves no Python and no llama.cpp", async () => {
    await desk.reads(FIRST);
    await desk.ask("Hello, tell me a long story.");
    await until(() => desk.textOf(".answer[aria-busy=true] .markdown"), "the model's words while it speaks");
    expect(desk.processes(LLAMA)).toHaveLength(1);
    expect(desk.processes(CORE)).toHaveLength(1);
    const [shell] = desk.processes(/opta-desktop$/);
    if (shell === undefined) throw new Error("there is no window");
    process.kill(shell.pid, "SIGKILL");
    await until(async () => [CORE, LLAMA].flatMap((part) => desk.processes(part)).length === 0, "their end", GONE_MS);
  });
});

describe.skipIf(why !== "")(`a model on its way, in the real window${why === "" ? "" : ` (${why})`}`, () => {
  const desk = new Desk();
  let ollama: RecordedOllama;
  let name = "";

  beforeAll(async () => {
    ollama = await RecordedOllama.open();
    await desk.open(APPLICATION, { ...process.env, OPTA_BACKEND: "ollama" }, ollama.address);
  });
  afterAll(async () => {
    await desk.close();
    ollama?.close();
  });

  const offer = () => until(() => desk.textOf(".offer button"), "the model that is offered");
  /** How much of it is here, by the pill; wait until that is more than so many hundredths. */
  const share = (more: number) =>
    until(async () => {
      const seen = / (\d+) %/.exec((await desk.textOf(".pill")) ?? "")?.[1];
      return seen !== undefined && Number(seen) > more ? Number(seen) : null;
    }, `more than ${more} % of the model`);
  let arrived = 0;

  test("its progress is seen to grow", async () => {
    const said = await offer();
    expect(said).toMatch(/^Get \S+, \d+\.\d GB$/);
    name = /^Get (\S+),/.exec(said)?.[1] ?? "";
    ollama.pullPace = 3;
    await desk.window.press(said);
    const first = await share(0);
    expect(await desk.window.run("return document.querySelector('progress')?.getAttribute('aria-label')")).toBe(
      `Getting ${name}`,
    );
    arrived = await share(first + 9);
  });

  test("cancelled, it is left at Ollama, too, and offered again", async () => {
    await desk.window.press("Cancel");
    await offer();
    await until(async () => ollama.leftPulls === 1, "the end of the pull at Ollama");
    expect(await desk.window.run("return document.querySelectorAll('progress').length")).toBe(0);
  });

  test("started again, it goes on where it was", async () => {
    await desk.window.press(await offer());
    expect(await share(0)).toBeGreaterThanOrEqual(arrived);
  });

  test("once it is here it answers, and Models shows it in use", async () => {
    ollama.pullPace = 0.2;
    await until(
      async () => (await desk.textOf(".pill"))?.includes(`${name} on this computer`),
      "the model in the pill",
    );
    await desk.window.press("Models");
    const shown = await until(() => desk.textOf(".model.in-use"), "the model that is in use");
    expect(shown).toContain(name);
    await desk.window.press("Ask");
    await desk.ask("Hello, who are you?");
    await desk.answers(`${name} in its own words`);
  });
});
