import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BUSY, Desk, missing, root, until } from "./desk";

const APPLICATION = root("src-tauri/target/debug/opta-desktop");
const why = missing(APPLICATION, "window");

describe.skipIf(why !== "")(`the real window${why === "" ? "" : ` (${why})`}`, () => {
  const desk = new Desk();

  beforeAll(() => desk.open(APPLICATION, { ...process.env, OPTA_BACKEND: "scripted:faithful" }));
  afterAll(() => desk.close());

  test("it opens on the first screen, over its own core", async () => {
    expect(await desk.window.title()).toBe("Opta");
    await desk.reads("What would you like to know about this computer?");
    const live = "return document.querySelector('.panel-head')?.innerText.includes('live')";
    await until(() => desk.window.run<boolean>(live), "meters");
  });

  test("a program that the test makes busy is named in the answer", async () => {
    const busy = desk.makeBusy();
    await desk.ask("Which program uses the most processor?");
    await desk.answers(BUSY);
    const picture = process.env.OPTA_WINDOW_SHOT;
    if (picture !== undefined) writeFileSync(picture, await desk.window.picture());
    busy.kill("SIGKILL");
    await desk.reads("Measured");
  });
});
