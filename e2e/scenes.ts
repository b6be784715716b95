import type { Page } from "playwright-core";
import { SCENES } from "../src/lib/example/scenes";

export const SCENE_NAMES = Object.keys(SCENES);

/** The window as designed, without the panel, narrow, as narrow as it may be made, and at 200 % zoom (half the CSS pixels). */
export const VIEWS = [
  { name: "1280", width: 1280, height: 860 },
  { name: "900", width: 900, height: 860 },
  { name: "600", width: 600, height: 860 },
  { name: "380", width: 380, height: 640 },
  { name: "zoom", width: 640, height: 430 },
] as const;

/** Wait until a scene shows what it is about: its answer ended, or its model is in the middle of a sentence. */
export async function settled(page: Page, scene: string): Promise<void> {
  const opening = SCENES[scene]?.opening;
  await page.locator(scene.startsWith("core-") ? ".core-note" : ".pill .dot:not(.waiting)").waitFor();
  if (scene === "streaming")
    await page.waitForFunction(() => (document.querySelector(".words-text")?.textContent?.length ?? 0) > 50);
  else if (opening?.page === "ask" && opening.questions.length > 0) await page.locator(".foot").last().waitFor();
  if (opening?.page === "system") await page.locator(".chart-card.marked canvas").waitFor();
  if (opening?.page === "models") await page.locator(".model").first().waitFor();
  if (opening?.page === "history") await page.locator(".kept").first().waitFor();
  await page.evaluate(() => document.fonts.ready);
}
