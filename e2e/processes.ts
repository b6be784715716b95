import { readdirSync, readFileSync } from "node:fs";

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
