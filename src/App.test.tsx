import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { StrictMode } from "react";
import { describe, expect, test } from "vitest";
import { App } from "./App";
import { RUNNING } from "./lib/example/machine";
import { SCENES, type Scene } from "./lib/example/scenes";
import { FakeTransport } from "./lib/transports/fake";

function show(scene: string | Scene, pace = 0) {
  const transport = new FakeTransport(scene, pace);
  render(
    <StrictMode>
      <App transport={transport} />
    </StrictMode>,
  );
  return transport;
}

const answer = () => screen.findByRole("article", { name: "Answer" });
const ended = () => screen.findByRole("button", { name: "Copy" });

describe("an answer", () => {
  test("shows the finding, its numbers, its advice and its risk, then the model's words with how many were kept", async () => {
    show("finding");
    await ended();
    const card = within(await answer());
    expect(card.getByRole("heading", { level: 2 }).textContent).toBe("render-fzr keeps a processor core busy");
    expect(card.getByText("98 %").closest("button")?.textContent).toBe("Processor, render-fzr 98 % over 80 %");
    expect(card.getByText("21.3 of 23.5 GiB")).toBeTruthy();
    expect(card.getByText("Unsaved work in it is lost.")).toBeTruthy();
    expect(card.getByText(/In llama3:8b's words, checked: 2 of 3 sentences kept; exam passed 39 of 40/)).toBeTruthy();
    expect(card.getByText(/in 1\.2 s/)).toBeTruthy();
  });

  test("stands whole before the model has said a word, and stays as it is when the words come", async () => {
    const transport = show("streaming");
    const card = await answer();
    await within(card).findByText(/takes nearly a/);
    const first = card.querySelector(".part");
    expect(first?.textContent).toContain("Close render-fzr if you do not need it");
    expect(card.getAttribute("aria-busy")).toBe("true");
    expect(transport.calls).toHaveLength(1);
    await userEvent.keyboard("{Escape}");
    await screen.findByText("Stopped. What had come is kept.");
    expect(card.querySelector(".part")).toBe(first);
  });

  test("is short where nothing is wrong: a tick and three chips", async () => {
    show("healthy");
    await ended();
    const card = within(await answer());
    expect(card.getByRole("heading", { name: "Nothing is wrong" })).toBeTruthy();
    expect(card.getByRole("list", { name: "Measured" }).children).toHaveLength(3);
  });

  test("names what could not be read where it cannot tell", async () => {
    show("unknown");
    await ended();
    const card = within(await answer());
    expect(card.getByRole("heading", { name: "I cannot tell" })).toBeTruthy();
    expect(card.getByText(/this virtual machine has no sensors/)).toBeTruthy();
  });

  test("that is known carries its source and no measurement of this computer", async () => {
    show("card");
    await ended();
    const card = within(await answer());
    expect(card.getByText(/Known, not measured here/)).toBeTruthy();
    expect(card.getByRole("link", { name: "linuxatemyram.com" })).toBeTruthy();
    expect(card.queryByText("Nothing is wrong")).toBeNull();
  });

  test("in plain talk is said to be the model's own", async () => {
    show("talk");
    await ended();
    expect(screen.getByText(/in its own words, not checked/)).toBeTruthy();
    expect((await screen.findByText("fan curve")).tagName).toBe("STRONG");
  });

  test("whose model failed keeps its first part, says what happened and can be asked again", async () => {
    const transport = show("error");
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain("Ollama accepts the connection and does not answer.");
    expect(within(await answer()).getByText("98 %")).toBeTruthy();
    await userEvent.click(within(alert).getByRole("button", { name: "Try again" }));
    await waitFor(() => expect(transport.calls).toHaveLength(2));
  });

  test("is announced once, whole, when it has ended", async () => {
    show("healthy");
    await ended();
    const said = screen.getAllByRole("status").map((region) => region.textContent);
    expect(said.filter((text) => text?.startsWith("Answer: Nothing is wrong"))).toHaveLength(1);
    expect(screen.getByRole("log").getAttribute("aria-live")).toBe("off");
  });

  test("says what goes on before the model speaks, its name as it is written", async () => {
    show("examined");
    expect(await screen.findByText("llama3:8b takes its exam, once: question 7 of 40")).toBeTruthy();
  });

  test("of which no sentence could be kept says so", async () => {
    show("dropped");
    await ended();
    expect(screen.getByText(/wrote 3 sentences that the measurement does not bear out/)).toBeTruthy();
  });

  test("lists everything that was measured when asked to", async () => {
    show("finding");
    await ended();
    await userEvent.click(screen.getByRole("button", { name: "What was measured" }));
    expect(within(screen.getByRole("table")).getByText("process.cpu")).toBeTruthy();
  });

  test("asks before it opens a page outside", async () => {
    show("card");
    await userEvent.click(await screen.findByRole("link", { name: "linuxatemyram.com" }));
    expect(screen.getByText("https://www.linuxatemyram.com/")).toBeTruthy();
    expect(screen.getByText("Open this page in your browser?")).toBeTruthy();
  });
});

describe("the composer", () => {
  test("sends with Enter, breaks the line with Shift+Enter, and keeps the focus", async () => {
    const transport = show("first-run");
    const field = await screen.findByLabelText("Your question");
    await userEvent.type(field, "Why{Shift>}{Enter}{/Shift}slow?");
    expect(transport.calls).toHaveLength(0);
    await userEvent.type(field, "{Enter}");
    await waitFor(() => expect(transport.calls[0]?.messages[0]?.content).toBe("Why\nslow?"));
    expect(document.activeElement).toBe(field);
  });

  test("leaves Enter to an input method while it composes", async () => {
    const transport = show("first-run");
    const field = await screen.findByLabelText("Your question");
    await userEvent.type(field, "なぜ");
    const enter = new KeyboardEvent("keydown", { key: "Enter", bubbles: true, isComposing: true });
    field.dispatchEvent(enter);
    expect(transport.calls).toHaveLength(0);
  });

  test("turns Send into Stop while an answer runs", async () => {
    show("streaming");
    await userEvent.click(await screen.findByRole("button", { name: "Stop" }));
    expect(await screen.findByRole("button", { name: "Send" })).toBeTruthy();
  });
});

describe("the first screen", () => {
  test("offers six routine questions in three groups, and asks the one that is pressed", async () => {
    const transport = show("first-run");
    for (const group of ["Slow", "Full", "Hot or loud"]) {
      expect(within(screen.getByRole("region", { name: group })).getAllByRole("button")).toHaveLength(2);
    }
    await userEvent.click(screen.getByRole("button", { name: "Is my disk full?" }));
    await waitFor(() => expect(transport.calls[0]?.messages[0]?.content).toBe("Is my disk full?"));
  });

  test("works without Ollama, says so, and starts it on one button", async () => {
    show("first-run");
    await userEvent.click(await screen.findByRole("button", { name: "Start Ollama" }));
    await screen.findByText("llama3:8b on this computer");
    expect(screen.queryByRole("button", { name: "Start Ollama" })).toBeNull();
  });

  test("gets a model with progress, and stops getting it", async () => {
    show("no-model", 0.05);
    await userEvent.click(await screen.findByRole("button", { name: "Get a model" }));
    await screen.findByRole("progressbar", { name: "Getting llama3:8b" });
    await userEvent.click(screen.getByRole("button", { name: "Cancel" }));
    await screen.findByRole("button", { name: "Get a model" });
  });

  test("offers the model that fits with its size and where that is known from", async () => {
    show("no-model");
    const button = await screen.findByRole("button", { name: "Get llama3:8b, 4.7 GB" });
    expect(screen.getByText(/Size: Ollama's library, November 2026/)).toBeTruthy();
    await userEvent.click(button);
    await screen.findByText("llama3:8b on this computer");
  });

  test("tells on whatever page why a model did not come, until that has been read", async () => {
    show("pull-failed");
    await userEvent.click(await screen.findByRole("button", { name: "Get a model" }));
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain("Make room, then get it again");
    await userEvent.click(screen.getByRole("button", { name: "History" }));
    await userEvent.click(within(screen.getByRole("alert")).getByRole("button", { name: "Close" }));
    expect(screen.queryByRole("alert")).toBeNull();
  });

  test("leads to Models where there are some and none is chosen", async () => {
    show({ ...(SCENES["first-run"] as Scene), status: { ...RUNNING, backend: null } });
    await userEvent.click(await screen.findByRole("button", { name: "Choose a model" }));
    expect(await screen.findByRole("button", { name: "Use qwen2.5:1.5b" })).toBeTruthy();
  });

  test("tells what to do about a server that is silent, and looks again when asked to", async () => {
    show("silent");
    await userEvent.click(await screen.findByRole("button", { name: /^Rules answer, no model/ }));
    expect(screen.getAllByText(/does not answer\. Restart Ollama: sudo systemctl restart ollama/)).toHaveLength(2);
    await userEvent.click(screen.getByRole("button", { name: "Try again" }));
    await screen.findByText("Rules answer, no model");
  });

  test("has the model once it is here", async () => {
    show("no-model");
    await userEvent.click(await screen.findByRole("button", { name: "Get a model" }));
    await screen.findByText("llama3:8b on this computer");
  });
});

describe("the core behind the page", () => {
  test("that was ended is told with its reason, and can be started before its time", async () => {
    show("core-restarting");
    const note = await screen.findByText(/it ended with signal: 9 \(SIGKILL\)\. It is started again within 8 s/);
    expect(note.closest("[role=status]")).toBeTruthy();
    expect(screen.getByText("Opta's core is starting")).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "Start it now" }));
    await screen.findByText(/It was started again and answers/);
  });

  test("that was given up is an alert with one thing to do", async () => {
    show("core-given-up");
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain("Opta's core does not run: it ended with exit status: 1.");
    await userEvent.click(within(alert).getByRole("button", { name: "Start it again" }));
    await waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
  });

  test("that is back is said until it has been read", async () => {
    show("core-back");
    await screen.findByText(/It was started again and answers/);
    await userEvent.click(screen.getByRole("button", { name: "Close" }));
    expect(screen.queryByText(/It was started again/)).toBeNull();
  });
});

describe("the pages", () => {
  test("Models says of each whether it fits and how its exam went, and takes another into use", async () => {
    show("models");
    const list = screen.getByRole("list", { name: "Models" });
    await within(list).findAllByRole("listitem");
    expect(list.textContent).toContain("does not fit now: needs 44.0 GiB");
    expect(list.textContent).toContain("exam failed 22 of 40");
    expect(list.textContent).toContain("size not known: Ollama did not say");
    await userEvent.click(screen.getByRole("button", { name: "Use qwen2.5:1.5b" }));
    await screen.findByText("qwen2.5:1.5b on this computer");
  });

  test("History opens a kept conversation, and deletes one only when sure", async () => {
    show("history");
    const title = "Should I run a RAM cleaner?";
    await userEvent.click(await screen.findByRole("button", { name: `Delete ${title}` }));
    await userEvent.click(screen.getByRole("button", { name: "Delete for good" }));
    await waitFor(() => expect(screen.queryByText(title)).toBeNull());
    await userEvent.click(screen.getByText("What eats my memory?"));
    expect(within(await answer()).getByText("98 %")).toBeTruthy();
  });

  test("History asks before it deletes, with the focus on what loses nothing, and gives it back", async () => {
    show("history");
    const bin = { name: "Delete Should I run a RAM cleaner?" };
    await userEvent.click(await screen.findByRole("button", bin));
    expect(document.activeElement?.textContent).toBe("Keep");
    await userEvent.keyboard("{Enter}");
    expect(document.activeElement).toBe(screen.getByRole("button", bin));
  });

  test("History says what it is for while it is empty", async () => {
    show("history-none");
    expect(await screen.findByRole("heading", { name: "Nothing has been asked yet" })).toBeTruthy();
  });

  test("the machine is looked at only while something shows it", async () => {
    const transport = show("first-run-ready");
    await waitFor(() => expect(transport.watching).toBe(1));
    await userEvent.click(screen.getByRole("button", { name: "Meters of this computer" }));
    expect(transport.watching).toBe(0);
    await userEvent.click(screen.getByRole("button", { name: "Models" }));
    expect(transport.watching).toBe(0);
    await userEvent.click(screen.getByRole("button", { name: "Meters of this computer" }));
    await waitFor(() => expect(transport.watching).toBe(1));
  });

  test("the meters mark what the finding points at", async () => {
    show("finding");
    await ended();
    const panel = within(screen.getByRole("complementary", { name: "This computer" }));
    expect(panel.getByRole("region", { name: "Processor" }).className).toContain("marked");
    expect(panel.getByRole("region", { name: "Memory" }).className).not.toContain("marked");
    expect(panel.getByText("render-fzr").className).toBe("name");
    expect(within(panel.getByRole("region", { name: "Graphics" })).getByText("none found")).toBeTruthy();
  });

  test("Alt+N begins anew, and Ctrl+/ shows the keys", async () => {
    show("finding");
    await ended();
    await userEvent.keyboard("{Control>}/{/Control}");
    expect(screen.getByText("Keys and help")).toBeTruthy();
    await userEvent.keyboard("{Alt>}n{/Alt}");
    expect(await screen.findByText("What would you like to know about this computer?")).toBeTruthy();
  });
});
