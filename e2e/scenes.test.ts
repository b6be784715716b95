import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { violations } from "./axe";
import { STATE_NAMES, show, VIEWS } from "./scenes";
import { missing, openBrowser, serveBuild } from "./site";

const why = missing();

describe.skipIf(why !== "")(`each state in a browser${why === "" ? "" : ` (${why})`}`, () => {
  let site: Awaited<ReturnType<typeof serveBuild>>;
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  let page: Page;
  const complaints: string[] = [];
  beforeAll(async () => {
    site = await serveBuild();
    browser = await openBrowser();
    page = await browser.context.newPage();
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
  });
  afterAll(async () => {
    await browser?.close();
    site?.close();
  });

  test.each(STATE_NAMES)(
    "%s: in neither theme anything that axe finds wrong, nothing outside the policy",
    async (state) => {
      complaints.length = 0;
      await page.setViewportSize({ width: 1280, height: 860 });
      await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
      await show(page, site.origin, state);
      expect(await violations(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
      expect(await violations(page)).toEqual([]);
      expect(complaints).toEqual([]);
    },
  );

  test.each(STATE_NAMES)("%s: in no window anything beyond its edge", async (state) => {
    await show(page, site.origin, state);
    for (const { name, width, height } of VIEWS) {
      await page.setViewportSize({ width, height });
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      expect(await page.evaluate(beyondEdge), name).toEqual([]);
    }
  });
});

/** What would have to be scrolled to sideways, but for what scrolls by itself. */
function beyondEdge(): string[] {
  const scrolled = [document.documentElement, ...document.querySelectorAll(".thread, .scroll, .panel, .first-run")];
  const wide = scrolled.filter((one) => one.scrollWidth > one.clientWidth).map((one) => `${one.className} is too wide`);
  const inside = [...document.querySelectorAll("button, h1, h2, p, textarea, .figure")].filter((element) => {
    const { right, left, width } = element.getBoundingClientRect();
    const isSeen = width > 1 && !element.closest(".measured, pre, [role=tooltip]");
    return isSeen && (right > window.innerWidth + 1 || left < -1);
  });
  return [...wide, ...inside.map((element) => element.outerHTML.slice(0, 120))];
}
