import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { Said } from "./Said";

test("a command that the core sets between backticks is set as code, and nothing else is", () => {
  const { container } = render(<Said line="For pip's cache: `pip cache purge`; nothing to undo." />);
  expect(screen.getByText("pip cache purge").tagName).toBe("CODE");
  expect(container.textContent).toBe("For pip's cache: pip cache purge; nothing to undo.");
});

test("a line without a command is a line", () => {
  const { container } = render(<Said line="Let it finish." />);
  expect(container.querySelector("code")).toBeNull();
  expect(container.textContent).toBe("Let it finish.");
});
