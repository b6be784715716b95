import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { busyProgram } from "./processes";

const OPTA = fileURLToPath(new URL("../mcp-server/.venv/bin/opta", import.meta.url));
/** Nothing listens at the discard port, and nobody may begin to without being root. */
export const NOBODY = "127.0.0.1:9";

/** Why a real core cannot be had here; empty where it can. */
export const coreMissing = existsSync(OPTA) ? "" : `no ${OPTA}: make setup`;

/** `opta serve` itself, with a history and settings of its own, and whatever else a test starts beside it. */
export class Core {
  readonly home = mkdtempSync(join(tmpdir(), "opta-core-"));
  readonly #children: ChildProcess[] = [];

  /** Serve, by default with no Ollama within reach; returns the address to open. */
  async serve(backend: string | undefined, ollama = NOBODY): Promise<string> {
    const env = {
      ...process.env,
      OPTA_DATA: this.home,
      OPTA_SETTINGS: join(this.home, "settings.toml"),
      OLLAMA_HOST: ollama,
      OPTA_BACKEND: backend,
    };
    const child = this.start(OPTA, ["serve", "--no-open"], env);
    if (child.stdout === null) throw new Error("opta serve has no output");
    for await (const line of createInterface({ input: child.stdout })) {
      const address = /http:\S+/.exec(line)?.[0];
      if (address !== undefined) return address;
    }
    throw new Error("opta serve ended without an address");
  }

  makeBusy(name: string): ChildProcess {
    return this.start(...busyProgram(this.home, name), process.env);
  }

  start(program: string, args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
    const child = spawn(program, args, { env, stdio: ["ignore", "pipe", "inherit"] });
    this.#children.push(child);
    return child;
  }

  async end(): Promise<void> {
    const ended = this.#children.map((child) => {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      const isRunning = child.exitCode === null && child.signalCode === null;
      child.kill("SIGINT");
      return isRunning ? gone : null;
    });
    await Promise.all(ended);
    rmSync(this.home, { recursive: true, force: true });
  }
}
