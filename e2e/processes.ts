import { copyFileSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A process, as /proc tells it. */
export interface Process {
  readonly pid: number;
  readonly command: string;
}

/** Every process that was given this variable: an application and all that it started, whoever their parents are now. */
export function processesWith(variable: string): Process[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), command: commandOf(name, variable) }))
    .filter(({ command }) => command !== "");
}

function commandOf(pid: string, variable: string): string {
  try {
    const given = readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
    return given.includes(variable) ? readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim() : "";
  } catch {
    // It has ended meanwhile, or it is another user's.
    return "";
  }
}

const BUSY_THREADS = 12;

/** A program under a name that is nobody else's, and what makes it keep cores busy: many threads, so that it is it. */
export function busyProgram(folder: string, name: string): [program: string, words: string[]] {
  const program = join(folder, name);
  copyFileSync(process.execPath, program);
  const spin = `for (let i = 0; i < ${BUSY_THREADS}; i++) new (require("worker_threads").Worker)("for(;;);", { eval: true })`;
  return [program, ["-e", spin]];
}
