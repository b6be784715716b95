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

test("a number and its unit stay on one line, and other words may part", () => {
  const { container } = render(<Said line="It used 98 % of 2 cores for 3 s, and 1.5 GiB since 4 sorts." />);
  expect(container.textContent).toBe("It used 98\u00a0% of 2\u00a0cores for 3\u00a0s, and 1.5\u00a0GiB since 4 sorts.");
});
