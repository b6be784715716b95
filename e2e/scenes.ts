import type { Page } from "playwright-core";
import { SCENES } from "../src/lib/example/scenes";

/** The window as designed, without the panel, narrow, as narrow as it may be made, and at 200 % zoom (half the CSS pixels). */
export const VIEWS = [
  { name: "1280", width: 1280, height: 860, scale: 1 },
  { name: "900", width: 900, height: 860, scale: 1 },
  { name: "600", width: 600, height: 860, scale: 1 },
  { name: "380", width: 380, height: 640, scale: 1 },
  { name: "zoom", width: 640, height: 430, scale: 2 },
] as const;

/** Something that a user sees: a scene of the example data, and what is pressed in it. */
interface State {
  readonly scene: string;
  readonly press?: (page: Page) => Promise<unknown>;
}

const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name, exact: true }).first().click();
const get = (page: Page) => button(page, /^Get (a model|\S+)$/);

const PRESSED: Readonly<Record<string, Required<State>>> = {
  pulling: { scene: "pulling", press: get },
  stalled: { scene: "stalled", press: get },
  "pull-failed": { scene: "pull-failed", press: get },
  "models-pulling": { scene: "models-none", press: get },
  silent: { scene: "silent", press: (page) => button(page, "Rules answer, no model") },
  elsewhere: { scene: "elsewhere", press: (page) => page.locator(".pill-state").click() },
  measured: { scene: "finding", press: (page) => button(page, "What was measured") },
  "measured-unread": { scene: "unknown", press: (page) => button(page, "What was measured") },
  chip: { scene: "several", press: (page) => page.locator(".chip").nth(1).click() },
  meters: { scene: "several", press: openMeters },
  deleting: { scene: "history", press: (page) => button(page, "Delete Should I run a RAM cleaner?") },
  kept: { scene: "history", press: (page) => button(page, /^What eats my memory\?/) },
  link: { scene: "card", press: (page) => page.getByRole("link").first().click() },
  help: { scene: "first-run-ready", press: (page) => button(page, "Keys and help") },
};

export const STATES: Readonly<Record<string, State>> = {
  ...Object.fromEntries(Object.keys(SCENES).map((scene) => [scene, { scene }])),
  ...PRESSED,
};

export const STATE_NAMES = Object.keys(STATES);

/** They stand open already where there is room for them. */
async function openMeters(page: Page): Promise<void> {
  if ((await page.locator(".panel").count()) === 0) await button(page, "Meters of this computer");
}

/** Open a state, and wait until it shows what it is about. */
export async function show(page: Page, origin: string, name: string, pace = 0.05): Promise<void> {
  const { scene, press } = STATES[name] ?? { scene: name };
  await page.goto(`${origin}/?transport=fake&scene=${scene}&pace=${pace}`);
  await settled(page, scene);
  await press?.(page);
  await page.evaluate(() => document.fonts.ready);
}

const ENDLESS: Readonly<Record<string, string>> = {
  streaming: "for itself, and",
  examined: "takes its exam",
  "follow-up": "And now?",
};

/** Wait until a scene's answer has ended, or is where it stays. */
async function settled(page: Page, scene: string): Promise<void> {
  const opening = SCENES[scene]?.opening;
  const isOfCore = scene.startsWith("core-") && scene !== "core-starting";
  if (scene !== "core-starting") await page.locator(isOfCore ? ".core-note" : ".pill .dot:not(.waiting)").waitFor();
  const endless = ENDLESS[scene];
  if (endless !== undefined) await page.locator(".pair:last-child").getByText(endless).waitFor();
  else if (opening?.page === "ask" && opening.questions.length > 0) await page.locator(".foot").last().waitFor();
  if (opening?.page === "system") await page.locator(systemShown(opening.questions.length)).first().waitFor();
  if (opening?.page === "models") await page.locator(".get-model").waitFor();
  if (opening?.page === "history") await page.locator(".kept, .nothing").first().waitFor();
}

/** With a question asked, the chart that its finding points at. */
function systemShown(questions: number): string {
  return questions > 0 ? ".chart-card.marked canvas" : ".chart-card canvas";
}
