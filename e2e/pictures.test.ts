import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, test } from "vitest";
import { SCENE_NAMES, settled, VIEWS } from "./scenes";
import { missing, openBrowser, serveBuild } from "./site";

const FOLDER = process.env.OPTA_SHOTS ?? "";
const ONLY = listed(process.env.OPTA_SCENES);
const WIDTHS = listed(process.env.OPTA_VIEWS);
const scenes = SCENE_NAMES.filter((name) => ONLY.length === 0 || ONLY.includes(name));
const views = VIEWS.filter((view) => WIDTHS.length === 0 || WIDTHS.includes(view.name));

function listed(names = ""): string[] {
  return names.split(",").filter((name) => name !== "");
}

describe.skipIf(FOLDER === "" || missing() !== "")("pictures of each scene", () => {
  let site: Awaited<ReturnType<typeof serveBuild>>;
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  beforeAll(async () => {
    mkdirSync(FOLDER, { recursive: true });
    site = await serveBuild();
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    site?.close();
  });
  test.each(scenes)("%s", async (scene) => {
    const page = await browser.context.newPage();
    for (const view of views) {
      await page.setViewportSize({ width: view.width, height: view.height });
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        await page.goto(`${site.origin}/?transport=fake&scene=${scene}&pace=0.1`);
        await settled(page, scene);
        await page.screenshot({ path: join(FOLDER, `${scene}-${view.name}-${colorScheme}.png`) });
      }
    }
    await page.close();
  });
});
