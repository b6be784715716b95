import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Desk, missing, root, until } from "./desk";

const FOLDER = root("src-tauri/target/release/bundle/deb");
const name = existsSync(FOLDER) ? readdirSync(FOLDER).find((file) => file.endsWith(".deb")) : undefined;
const PACKAGE = name && join(FOLDER, name);
const SCREEN = ["DISPLAY", "XAUTHORITY", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR", "LANG"];
const SYSTEM = ["/usr/", "/lib", "/etc/", "/var/", "/dev/", "/run/", "/proc/", "/memfd:", "/SYSV"];
const why = missing(PACKAGE, "desktop");

/** The programs whose file lies in a folder, with their arguments. */
function running(folder: string) {
  return readdirSync("/proc").flatMap((pid) => {
    try {
      const program = readlinkSync(`/proc/${pid}/exe`);
      const words = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
      return program.startsWith(`${folder}/`) ? [{ pid: Number(pid), name: basename(program), words }] : [];
    } catch {
      return []; // no process, or one that has just ended
    }
  });
}

/** The files in a process's memory, but for those in some folders. */
function mappedOutside(pid: number, folders: readonly string[]): string[] {
  const paths = readFileSync(`/proc/${pid}/maps`, "utf8")
    .split("\n")
    .map((line) => line.slice(line.indexOf("/")));
  return paths.filter((path) => path.startsWith("/") && !folders.some((folder) => path.startsWith(folder)));
}

describe.skipIf(why !== "")(`the installed package${why === "" ? "" : ` (${why})`}`, () => {
  const scratch = mkdtempSync(join(tmpdir(), "opta-installed-"));
  const installed = (path: string) => join(scratch, path);
  const desk = new Desk();
  // Nothing of the tester's own: no checkout, no environment of Python's, no Node, but for a screen to open a window on.
  const environment = {
    ...Object.fromEntries(SCREEN.map((variable) => [variable, process.env[variable]])),
    HOME: desk.home,
    XDG_CACHE_HOME: desk.home,
    PATH: installed("usr/bin"),
  };

  beforeAll(async () => {
    execFileSync("dpkg-deb", ["--extract", PACKAGE ?? "", scratch]);
    await desk.open(installed("usr/bin/opta-desktop"), environment);
  });
  afterAll(async () => {
    await desk.close();
    rmSync(scratch, { recursive: true, force: true });
  });

  test("its window opens over the core that came with it", async () => {
    expect(await desk.window.title()).toBe("Opta");
    await desk.isLive();
    expect(
      running(scratch)
        .map((each) => each.name)
        .sort(),
    ).toEqual(["opta-desktop", "opta-mcp"]);
  });

  test("a program that the test makes busy is named in the answer", () => desk.findsWhatIsBusy());

  test("the small model that came with it talks, in a child of the core", async () => {
    await desk.ask("Tell me a story about the sea.");
    await desk.reads("SmolLM2-135M-Instruct.Q4_1 in its own words");
    const child = running(scratch).find((each) => each.words.includes("--child"));
    expect(child?.words).toContain("opta_mcp.backends.embedded.child");
  });

  test("nothing of it comes from elsewhere than the package and the system's own libraries", () => {
    const processes = running(scratch);
    expect(processes).toHaveLength(3);
    expect(processes.flatMap(({ pid }) => mappedOutside(pid, [scratch, desk.home, ...SYSTEM]))).toEqual([]);
  });

  test("a window that was ended by force leaves neither its core nor the model's child", async () => {
    const shell = running(scratch).find((each) => each.name === "opta-desktop");
    process.kill(shell?.pid ?? 0, "SIGKILL");
    await until(async () => running(scratch).length === 0, "the end of all that the window had started");
  });

  const run = (program: string, words: readonly string[], input = "") =>
    spawnSync(installed(program), words, {
      env: { ...environment, OPTA_BACKEND: "scripted:down" },
      input,
      encoding: "utf8",
    });

  test("the command opta answers in a terminal, also by a link to it", () => {
    const asked = run("usr/bin/opta", ["ask", "--no-llm", "--json", "Is my disk full?"]);
    expect(asked.stderr).toBe("");
    expect(JSON.parse(asked.stdout)).toMatchObject({ verdict: expect.stringMatching(/healthy|fault/) });
    symlinkSync(installed("usr/bin/opta"), installed("linked"));
    expect(run("linked", ["--version"]).stdout).toMatch(/^opta \d/);
  });

  test("the page that it serves came with it", async () => {
    const options = { env: environment, stdio: ["ignore", "pipe", "ignore"] as ["ignore", "pipe", "ignore"] };
    const serving = spawn(installed("usr/bin/opta"), ["serve", "--no-open"], options);
    const address = /http:[^#\s]+/.exec(String(await once(serving.stdout, "data")))?.[0] ?? "";
    expect(await (await fetch(address)).text()).toContain("<title>Opta</title>");
    serving.kill("SIGINT");
    await once(serving, "exit");
  });

  test("NVIDIA's library is asked in a child that the package can start, too", () => {
    const answer = run("usr/lib/Opta/core/opta-mcp", ["--child", "opta_mcp.telemetry.os.nvidia_child"], "\n");
    expect(JSON.parse(answer.stdout)).toSatisfy((told: object) => "cards" in told || "unknown" in told);
  });

  test("the package says what it needs, and how it is found and shown", () => {
    const needs = execFileSync("dpkg-deb", ["--field", PACKAGE ?? "", "Depends"], { encoding: "utf8" });
    for (const library of ["libc6 (>= ", "libwebkit2gtk-4.1-0", "libgtk-3-0"]) expect(needs).toContain(library);
    const entry = readFileSync(installed("usr/share/applications/Opta.desktop"), "utf8");
    expect(entry).toMatch(/^Exec=opta-desktop$/m);
    expect(entry).toMatch(/^Comment=.*computer/m);
    expect(existsSync(installed("usr/share/icons/hicolor/128x128/apps/opta-desktop.png"))).toBe(true);
    expect(readFileSync(installed("usr/share/doc/opta/copyright"), "utf8")).toContain("MIT License");
  });
});
