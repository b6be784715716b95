import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { violations } from "./axe";
import { SCENE_NAMES, settled, VIEWS } from "./scenes";
import { missing, openBrowser, serveBuild } from "./site";

const why = missing();

describe.skipIf(why !== "")(`each scene in a browser${why === "" ? "" : ` (${why})`}`, () => {
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

  const show = async (scene: string, colorScheme: "light" | "dark") => {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.goto(`${site.origin}/?transport=fake&pace=0.05&scene=${scene}`);
    await settled(page, scene);
  };

  test.each(SCENE_NAMES.flatMap((scene) => [[scene, "light"] as const, [scene, "dark"] as const]))(
    "%s, %s: nothing that axe finds wrong, nothing outside the policy",
    async (scene, theme) => {
      complaints.length = 0;
      await page.setViewportSize({ width: 1280, height: 860 });
      await show(scene, theme);
      expect(await violations(page)).toEqual([]);
      expect(complaints).toEqual([]);
    },
  );

  test.each(VIEWS.flatMap((view) => SCENE_NAMES.map((scene) => [scene, view.name, view] as const)))(
    "%s in the window %s: nothing lies beyond its edge",
    async (scene, _, view) => {
      await page.setViewportSize({ width: view.width, height: view.height });
      await show(scene, "light");
      expect(await page.evaluate(beyondEdge)).toEqual([]);
    },
  );
});

/** What would have to be scrolled to sideways, but for what scrolls by itself. */
function beyondEdge(): string[] {
  const wide = document.documentElement.scrollWidth > window.innerWidth ? ["the page"] : [];
  const inside = [...document.querySelectorAll("button, h1, h2, p, textarea, .figure")].filter((element) => {
    const { right, left, width } = element.getBoundingClientRect();
    const isSeen = width > 1 && !element.closest(".measured, pre, [role=tooltip]");
    return isSeen && (right > window.innerWidth + 1 || left < -1);
  });
  return [...wide, ...inside.map((element) => element.outerHTML.slice(0, 120))];
}
