import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, test } from "vitest";
import { STATE_NAMES, show, VIEWS } from "./scenes";
import { missing, openBrowser, serveBuild } from "./site";

const FOLDER = process.env.OPTA_SHOTS ?? "";
const ONLY = listed(process.env.OPTA_SCENES);
const WIDTHS = listed(process.env.OPTA_VIEWS);
const states = STATE_NAMES.filter((name) => ONLY.length === 0 || ONLY.includes(name));
const views = VIEWS.filter((view) => WIDTHS.length === 0 || WIDTHS.includes(view.name));

function listed(names = ""): string[] {
  return names.split(",").filter((name) => name !== "");
}

describe.skipIf(FOLDER === "" || missing() !== "")("pictures of each state", () => {
  let site: Awaited<ReturnType<typeof serveBuild>>;
  let browsers: Readonly<Record<1 | 2, Awaited<ReturnType<typeof openBrowser>>>>;
  beforeAll(async () => {
    mkdirSync(FOLDER, { recursive: true });
    site = await serveBuild();
    browsers = { 1: await openBrowser(), 2: await openBrowser(2) };
  });
  afterAll(async () => {
    for (const browser of Object.values(browsers)) await browser.close();
    site?.close();
  });
  // A real zoom of 200 %: half as many CSS pixels, each drawn by two of the screen's.
  test.each(states.flatMap((state) => views.map((view) => [state, view.name, view] as const)))(
    "%s, %s",
    async (state, _, { name, scale, ...viewport }) => {
      const page = await browsers[scale].context.newPage();
      await page.setViewportSize(viewport);
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        await show(page, site.origin, state, 0.1);
        await page.screenshot({ path: join(FOLDER, `${state}-${name}-${colorScheme}.png`) });
      }
      await page.close();
    },
  );
});
