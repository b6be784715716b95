import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freePort, until } from "./desk";
import { Core, coreMissing } from "./serve";
import { Session } from "./webdriver";

const DRIVER = "/usr/bin/WebKitWebDriver";
const BROWSERS = ["x86_64", "aarch64"].map((cpu) => `/usr/lib/${cpu}-linux-gnu/webkit2gtk-4.1/MiniBrowser`);
const BROWSER = BROWSERS.find(existsSync);
const gone = existsSync(DRIVER) && BROWSER !== undefined ? "" : "no WebKitWebDriver and MiniBrowser: make front-test";
const why = gone || coreMissing || (process.env.DISPLAY ? "" : "no screen: make front-test");

/** The engine of the desktop's window without the window: the page that `opta serve` serves, in WebKitGTK. */
describe.skipIf(why !== "")(`the page in WebKitGTK${why === "" ? "" : ` (${why})`}`, () => {
  const core = new Core();
  let driver: ChildProcess;
  let page: Session;

  beforeAll(async () => {
    const address = await core.serve("embedded");
    const port = await freePort();
    driver = spawn(DRIVER, [`--port=${port}`, "--host=127.0.0.1"], {
      env: { ...process.env, NO_AT_BRIDGE: "1" },
      stdio: "ignore",
      detached: true,
    });
    const options = { "webkitgtk:browserOptions": { binary: BROWSER, args: ["--automation"] } };
    page = await until(() => Session.open(`http://127.0.0.1:${port}`, options), "the browser");
    await page.visit(address);
  });
  afterAll(async () => {
    await page?.close().catch(() => undefined);
    // The driver leads a group: the browser that it opened goes with it.
    if (driver?.pid !== undefined) process.kill(-driver.pid, "SIGKILL");
    await core.end();
  });

  const textOf = (selector: string) =>
    page.run<string | undefined>("return [...document.querySelectorAll(arguments[0])].at(-1)?.innerText", selector);
  const ask = (question: string) => page.type("#question", `${question}\uE007`);

  test("asks, and reads what was measured", async () => {
    await until(() => textOf(".first-run h2"), "the first screen");
    expect(await page.run("return location.href")).not.toContain("token");
    await ask("Is my disk full?");
    expect(await until(() => textOf(".answer .part .headline"), "the answer")).not.toBe("");
    await until(() => textOf(".foot"), "its end");
    expect(await textOf(".chip")).toMatch(/\d/);
    await until(async () => (await textOf(".panel-head"))?.includes("live"), "the meters");
  });

  test("streams a model's words, and stops", async () => {
    await ask("Hello, tell me a long story.");
    const busy = ".answer.talk[aria-busy=true] .markdown";
    const early = await until(() => textOf(busy), "the first words");
    await until(async () => ((await textOf(busy)) ?? "").length > early.length + 40, "more words while it is busy");
    await page.type("#question", "\uE00C");
    await until(async () => (await textOf(".answer .note"))?.includes("Stopped"), "the stop");
  });
});
