import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { busyProgram, type Process, processesWith } from "./processes";
import { NOBODY } from "./serve";
import { Session } from "./webdriver";

export const root = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const BUSY = "render-fzr";
const DRIVER = root(".tools/cargo/bin/tauri-driver");
const NATIVE = "/usr/bin/WebKitWebDriver";
/** Far longer than anything takes: a model of 135 M parameters begins to talk after half a minute on a busy machine. */
const LIMIT_MS = 100_000;

/** Why no window can be opened here; empty where one can. */
export function missing(application: string | undefined, target: string): string {
  const absent = [application ?? "package", DRIVER, NATIVE].find((path) => !existsSync(path));
  return absent === undefined ? "" : `no ${absent}: make ${target}`;
}

/** Ask until it is so; the last failure is told. */
export async function until<T>(
  look: () => Promise<T | null | undefined | false>,
  what: string,
  limitMs = LIMIT_MS,
): Promise<T> {
  const limit = Date.now() + limitMs;
  for (let failure = ""; Date.now() < limit; await new Promise((resolve) => setTimeout(resolve, 100))) {
    try {
      const seen = await look();
      if (seen) return seen;
    } catch (thrown) {
      failure = String(thrown);
    }
    if (Date.now() + 100 >= limit) throw new Error(`${what}: not seen. ${failure}`);
  }
  throw new Error(what);
}

/** One real window, on a screen that is there already, with a home of its own and no Ollama but one that it is given. */
export class Desk {
  readonly home = mkdtempSync(join(tmpdir(), "opta-desk-"));
  readonly #children: ChildProcess[] = [];
  #window: Session | undefined;

  async open(application: string, environment: NodeJS.ProcessEnv, ollama = NOBODY): Promise<void> {
    const [port, native] = [await freePort(), await freePort()];
    const own = { OPTA_DATA: this.home, OPTA_SETTINGS: join(this.home, "settings.toml"), OLLAMA_HOST: ollama };
    const env = { ...environment, ...own, NO_AT_BRIDGE: "1" };
    const args = ["--port", String(port), "--native-port", String(native), "--native-driver", NATIVE];
    this.#children.push(spawn(DRIVER, args, { env, stdio: "ignore", detached: true }));
    this.#window = await until(
      () => Session.open(`http://127.0.0.1:${port}`, { "tauri:options": { application } }),
      "the driver",
    );
  }

  get window(): Session {
    if (this.#window === undefined) throw new Error("no window was opened");
    return this.#window;
  }

  /** What runs of it, by a part of its command: the window, its core, and what the core started. */
  processes(part: RegExp): Process[] {
    return processesWith(`OPTA_DATA=${this.home}`).filter(({ command }) => part.test(command));
  }

  /** The text of the last element of a kind; nothing where there is none. */
  textOf(selector: string): Promise<string | undefined> {
    return this.window.run("return [...document.querySelectorAll(arguments[0])].at(-1)?.innerText", selector);
  }

  /** Wait until the page shows a text. */
  async reads(text: string): Promise<void> {
    const look = () => this.window.run<boolean>("return document.body.innerText.includes(arguments[0])", text);
    await until(look, `"${text}"`);
  }

  /** Wait until the last answer has a text in it. */
  async answers(text: string): Promise<void> {
    const look = "return [...document.querySelectorAll('article')].at(-1)?.innerText.includes(arguments[0])";
    await until(() => this.window.run<boolean>(look, text), `an answer with "${text}"`);
  }

  /** Wait until no answer is being given. */
  async isFree(): Promise<void> {
    const look = "return document.querySelector('article') && !document.querySelector('[aria-busy=true]')";
    await until(() => this.window.run<boolean>(look), "the end of the answer");
  }

  async ask(question: string): Promise<void> {
    await this.window.type("#question", `${question}\uE007`);
  }

  /** Wait until the meters show readings. */
  async isLive(): Promise<void> {
    await until(async () => (await this.textOf(".panel-head"))?.includes("live"), "meters");
  }

  /** Keep the processor busy, ask what does, read its name, and take a picture where one is wanted. */
  async findsWhatIsBusy(): Promise<void> {
    const busy = spawn(...busyProgram(this.home, BUSY), { stdio: "ignore" });
    this.#children.push(busy);
    await this.ask("Which program uses the most processor?");
    await this.answers(BUSY);
    const picture = process.env.OPTA_WINDOW_SHOT;
    if (picture !== undefined) writeFileSync(picture, await this.window.picture());
    busy.kill("SIGKILL");
    await this.isFree();
  }

  async close(): Promise<void> {
    await this.#window?.close().catch(() => null); // a window that was ended by force is not there to be closed
    for (const child of this.#children) end(child);
    rmSync(this.home, { recursive: true, force: true });
  }
}

/** The driver leads a group: its own child, which serves the web view, goes with it. */
function end({ pid, spawnargs, exitCode, signalCode }: ChildProcess): void {
  if (pid !== undefined && exitCode === null && signalCode === null)
    process.kill(spawnargs[0] === DRIVER ? -pid : pid, "SIGKILL");
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}
