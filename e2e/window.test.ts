import { type ChildProcess, spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Session } from "./webdriver";

const root = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const APPLICATION = root("src-tauri/target/debug/opta-desktop");
const DRIVER = root(".tools/cargo/bin/tauri-driver");
const NAME = "render-fzr";
const why = [APPLICATION, DRIVER].filter((path) => !existsSync(path)).map((path) => `no ${path}: make window`)[0] ?? "";

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** Ask until it is so; the last failure is told. */
async function until<T>(look: () => Promise<T | null | undefined | false>, what: string): Promise<T> {
  const limit = Date.now() + 45_000;
  for (let failure = ""; Date.now() < limit; await new Promise((resolve) => setTimeout(resolve, 200))) {
    try {
      const seen = await look();
      if (seen) return seen;
    } catch (thrown) {
      failure = String(thrown);
    }
    if (Date.now() + 200 >= limit) throw new Error(`${what}: not seen. ${failure}`);
  }
  throw new Error(what);
}

describe.skipIf(why !== "")(`the real window${why === "" ? "" : ` (${why})`}`, () => {
  const home = mkdtempSync(join(tmpdir(), "opta-window-"));
  const children: ChildProcess[] = [];
  let window: Session;

  beforeAll(async () => {
    const [port, native] = [await freePort(), await freePort()];
    const env = {
      ...process.env,
      OPTA_DATA: home,
      OPTA_SETTINGS: join(home, "settings.toml"),
      OPTA_BACKEND: "scripted:faithful",
      OLLAMA_HOST: "127.0.0.1:9",
      NO_AT_BRIDGE: "1",
    };
    const args = ["--port", String(port), "--native-port", String(native)];
    children.push(spawn(DRIVER, args, { env, stdio: "ignore", detached: true }));
    window = await until(() => Session.open(`http://127.0.0.1:${port}`, APPLICATION), "the driver");
  });
  afterAll(async () => {
    await window?.close();
    // The driver leads a group: its own child, which serves the web view, goes with it.
    for (const { pid, spawnargs } of children) if (pid) process.kill(spawnargs[0] === DRIVER ? -pid : pid, "SIGKILL");
    rmSync(home, { recursive: true, force: true });
  });

  const says = (text: string) => window.run<boolean>("return document.body.innerText.includes(arguments[0])", text);

  test("it opens on the first screen, over its own core", async () => {
    expect(await window.title()).toBe("Opta");
    await until(() => says("What would you like to know about this computer?"), "the first screen");
    await until(() => window.run("return document.querySelector('.panel-head')?.innerText.includes('live')"), "meters");
  });

  test("a program that the test makes busy is named in the answer", async () => {
    const program = join(home, NAME);
    copyFileSync(process.execPath, program);
    const spin = 'for (let i = 0; i < 12; i++) new (require("worker_threads").Worker)("for(;;);", { eval: true })';
    const busy = spawn(program, ["-e", spin], { stdio: "ignore" });
    children.push(busy);
    await window.type("#question", "Which program uses the most processor?\uE007");
    const answered = "return document.querySelector('article')?.innerText.includes(arguments[0])";
    await until(() => window.run(answered, NAME), "the answer");
    const picture = process.env.OPTA_WINDOW_SHOT;
    if (picture !== undefined) writeFileSync(picture, await window.picture());
    busy.kill("SIGKILL");
    children.pop();
    await until(() => says("Measured"), "when it was measured");
  });
});
