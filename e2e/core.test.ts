import type { Page, Request } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { violations } from "./axe";
import { Core, coreMissing } from "./serve";
import { missing, openBrowser } from "./site";

const NAME = "render-fzr";
const why = missing() || coreMissing;

describe.skipIf(why !== "")(`the page over a real core${why === "" ? "" : ` (${why})`}`, () => {
  const core = new Core();
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  let page: Page;
  let address: string;
  const complaints: string[] = [];

  beforeAll(async () => {
    address = await core.serve("scripted:faithful");
    browser = await openBrowser();
    page = await browser.context.newPage();
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(address);
  });
  afterAll(async () => {
    await browser?.close();
    await core.end();
  });

  const ask = async (question: string) => {
    const before = await page.locator(".foot").count();
    await page.getByLabel("Your question").fill(question);
    await page.keyboard.press("Enter");
    await page.locator(".foot").nth(before).waitFor();
    return page.getByRole("article", { name: "Answer" }).last();
  };

  test("the token leaves the address bar", async () => {
    await page.locator(".pill .dot:not(.waiting)").waitFor();
    expect(page.url()).not.toContain("token");
  });

  test("the meters show this machine, live", async () => {
    await page.locator(".panel-head", { hasText: "live" }).waitFor();
    expect(await page.getByRole("region", { name: "Memory" }).innerText()).toMatch(/of \d+(\.\d)? GiB/);
  });

  test("the machine is measured only while something shows it", async () => {
    const live = new Set<Request>();
    page.on("request", (request) => request.url().endsWith("/api/telemetry") && live.add(request));
    page.on("requestfailed", (request) => live.delete(request));
    const meters = page.getByRole("button", { name: "Meters of this computer" });
    await meters.click();
    await page.getByRole("button", { name: "System", exact: true }).click();
    await page.locator(".chart-card canvas").first().waitFor();
    expect(live.size).toBe(1);
    await page.getByRole("button", { name: "Ask", exact: true }).click();
    await expect.poll(() => live.size).toBe(0);
    await meters.click();
    await page.locator(".panel-head", { hasText: "live" }).waitFor();
  });

  test("a program that the test makes busy is named in the answer and in the list of the System page", async () => {
    const busy = core.makeBusy(NAME);
    const answer = await ask("Which program uses the most processor?");
    await page.getByRole("button", { name: "System", exact: true }).click();
    await page
      .getByRole("row", { name: new RegExp(NAME) })
      .first()
      .waitFor();
    await page.getByRole("button", { name: "Ask", exact: true }).click();
    busy.kill("SIGKILL");
    expect(await answer.innerText()).toContain(NAME);
    expect(await answer.locator(".chip").first().innerText()).toMatch(/\d/);
  });

  test.each(["light", "dark"] as const)("axe finds nothing wrong with a real answer, %s", async (colorScheme) => {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    expect(await violations(page)).toEqual([]);
  });

  test("a stopped answer leaves the page free at once, and the core answers the next one", async () => {
    await page.getByLabel("Your question").fill("What grows in memory over time?");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Stop" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByText("Stopped. What had come is kept.").waitFor();
    expect(await (await ask("Is my disk full?")).innerText()).toMatch(/disk/i);
  });

  test("a reload keeps the token, and History has the conversation with its evidence", async () => {
    await page.reload();
    await page.getByRole("button", { name: "History", exact: true }).click();
    await page
      .getByRole("button", { name: /Which program uses the most processor/ })
      .first()
      .click();
    await page.getByRole("article", { name: "Answer" }).first().getByText(NAME).first().waitFor();
  });

  test("a pull without Ollama ends with its reason", async () => {
    await page.getByRole("button", { name: "Models", exact: true }).click();
    await page.getByLabel("Get another model").fill("llama3:8b");
    await page.getByRole("button", { name: "Get", exact: true }).click();
    expect(await page.getByRole("alert").first().innerText()).toMatch(/Ollama/);
  });

  test("nothing of all this was outside the policy, or an error of the page's", () => {
    expect(complaints).toEqual([]);
  });

  test("a core that has gone is said to have gone, with the next step", async () => {
    await page.getByRole("button", { name: "Ask", exact: true }).click();
    await core.end();
    await page.getByLabel("Your question").fill("Why is it slow?");
    await page.keyboard.press("Enter");
    const alert = page.getByRole("alert").last();
    await alert.waitFor();
    expect(await alert.innerText()).toContain("opta serve");
    expect(await page.locator(".core-note.bad").innerText()).toContain("Opta's core does not run");
    expect(await page.locator(".pill").innerText()).toContain("Opta's core does not run");
  });
});
