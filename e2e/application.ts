import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Process, processesWith } from "./processes";
import { Session } from "./webdriver";

const root = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const APPLICATION = root("src-tauri/target/debug/opta-desktop");
const DRIVER = root(".tools/cargo/bin/tauri-driver");

/** Why the real window cannot be opened here; empty where it can. */
export const windowMissing =
  [APPLICATION, DRIVER].filter((path) => !existsSync(path)).map((path) => `no ${path}: make window`)[0] ?? "";

/** The real window over its own core, driven from outside, with a history and settings of its own. */
export class Application {
  readonly home = mkdtempSync(join(tmpdir(), "opta-window-"));
  readonly #driver: ChildProcess;
  readonly #port: number;
  #session: Session | null = null;

  private constructor(port: number, native: number, backend: string) {
    this.#port = port;
    const env = {
      ...process.env,
      OPTA_DATA: this.home,
      OPTA_SETTINGS: join(this.home, "settings.toml"),
      OPTA_BACKEND: backend,
      OLLAMA_HOST: "127.0.0.1:9",
      NO_AT_BRIDGE: "1",
    };
    const args = ["--port", String(port), "--native-port", String(native)];
    this.#driver = spawn(DRIVER, args, { env, stdio: "ignore", detached: true });
  }

  static async open(backend: string): Promise<Application> {
    const made = new Application(await freePort(), await freePort(), backend);
    made.#session = await until(() => Session.open(`http://127.0.0.1:${made.#port}`, tauri()), "the driver");
    return made;
  }

  get page(): Session {
    if (this.#session === null) throw new Error("the window is not open");
    return this.#session;
  }

  says(text: string): Promise<boolean> {
    return this.page.run<boolean>("return document.body.innerText.includes(arguments[0])", text);
  }

  textOf(selector: string): Promise<string | undefined> {
    return this.page.run("return [...document.querySelectorAll(arguments[0])].at(-1)?.innerText", selector);
  }

  ask(question: string): Promise<void> {
    return this.page.type("#question", `${question}\uE007`);
  }

  /** What runs of it: the window, its core, and what the core started. */
  processes(part: RegExp): Process[] {
    return processesWith(`OPTA_DATA=${this.home}`).filter(({ command }) => part.test(command));
  }

  get window(): Process[] {
    return this.processes(/opta-desktop$/);
  }

  get core(): Process[] {
    return this.processes(/opta-mcp/);
  }

  get llama(): Process[] {
    return this.processes(/embedded\.child/);
  }

  async close(): Promise<void> {
    await this.#session?.close().catch(() => undefined);
    // The driver leads a group: its own child, which serves the web view, goes with it.
    if (this.#driver.pid !== undefined) process.kill(-this.#driver.pid, "SIGKILL");
    rmSync(this.home, { recursive: true, force: true });
  }
}

function tauri(): object {
  return { "tauri:options": { application: APPLICATION } };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}

const LONGEST_MS = 45_000;

/** Ask until it is so; the last failure is told. */
export async function until<T>(
  look: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  what: string,
  longest = LONGEST_MS,
): Promise<T> {
  const limit = Date.now() + longest;
  for (let failure = ""; ; await new Promise((resolve) => setTimeout(resolve, 100))) {
    try {
      const seen = await look();
      if (seen) return seen;
    } catch (thrown) {
      failure = String(thrown);
    }
    if (Date.now() >= limit) throw new Error(`${what}: not seen within ${longest / 1000} s. ${failure}`);
  }
}
