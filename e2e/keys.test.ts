import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { missing, openBrowser, serveBuild } from "./site";

const why = missing();

/** What a screen reader would call what has the focus. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const here = document.activeElement;
    const label = here?.id === "" ? null : document.querySelector(`label[for="${here?.id}"]`);
    return here?.getAttribute("aria-label") ?? label?.textContent ?? here?.textContent ?? "";
  });

describe.skipIf(why !== "")(`by keys alone${why === "" ? "" : ` (${why})`}`, () => {
  let site: Awaited<ReturnType<typeof serveBuild>>;
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  let page: Page;
  beforeAll(async () => {
    site = await serveBuild();
    browser = await openBrowser();
    page = await browser.context.newPage();
  });
  afterAll(async () => {
    await browser?.close();
    site?.close();
  });
  const show = async (scene: string) => {
    await page.goto(`${site.origin}/?transport=fake&pace=0.05&scene=${scene}`);
    await page.locator(".pill .dot:not(.waiting)").waitFor();
  };

  test("everything is reached in the order in which it is seen, and has a name", async () => {
    await show("first-run");
    const next = async () => {
      await page.keyboard.press("Tab");
      return (await focused(page)).trim();
    };
    for (let press = 0; (await next()) !== "Ask"; press += 1) expect(press).toBeLessThan(5);
    const seen = ["Ask"];
    while (seen.length < 17) seen.push(await next());
    expect(seen).toEqual([
      ...["Ask", "System", "Models", "History", "Theme: as the system", "Keys and help"],
      ...["Rules answer, no model", "Start Ollama", "Meters of this computer"],
      ...["Why is my computer slow?", "What eats my memory?", "Is my disk full?", "What can I delete?"],
      ...["Is anything too hot?", "Why is the fan loud?", "Your question", "Send"],
    ]);
  });

  test("the focus is in the question at the start and after sending", async () => {
    await show("first-run-ready");
    expect(await focused(page)).toBe("Your question");
    await page.keyboard.type("Is my disk full?");
    await page.keyboard.press("Shift+Enter");
    await page.keyboard.type("And why?");
    await page.keyboard.press("Enter");
    expect(await page.locator(".question").innerText()).toBe("Is my disk full?\nAnd why?");
    expect(await focused(page)).toBe("Your question");
  });

  test("Esc closes the help, gives the focus back and lets the answer behind it go on; once more, it stops it", async () => {
    await show("streaming");
    await page.locator(".answer[aria-busy=true] .words-text").waitFor();
    await page.getByLabel("Your question").focus();
    await page.keyboard.press("Control+/");
    const help = page.getByRole("dialog", { name: "Keys and help" });
    await help.waitFor();
    expect(await page.evaluate(() => document.activeElement?.closest("dialog") !== null)).toBe(true);
    await page.keyboard.press("Escape");
    await help.waitFor({ state: "detached" });
    expect(await focused(page)).toBe("Your question");
    expect(await page.locator(".answer").getAttribute("aria-busy")).toBe("true");
    await page.keyboard.press("Escape");
    await page.getByText("Stopped. What had come is kept.").waitFor();
  });

  test("a chip says when and whence on focus, and Alt+N begins anew", async () => {
    await show("finding");
    await page.locator(".foot").waitFor();
    await page.locator(".chip").first().focus();
    const tip = page.getByRole("tooltip").first();
    await page.keyboard.press("Enter");
    await expect.poll(() => tip.isVisible()).toBe(true);
    expect(await tip.innerText()).toContain("Measured at");
    await page.keyboard.press("Alt+n");
    await page.getByText("What would you like to know about this computer?").waitFor();
  });

  test("with reduced motion nothing moves by itself", async () => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    await show("streaming");
    await page.locator(".answer[aria-busy=true] .words-text").waitFor();
    const moving = await page.evaluate(
      () => document.getAnimations().filter((one) => one.playState === "running").length,
    );
    expect(moving).toBe(0);
  });
});
