import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";

// A bound, not a wait: two busy cores are slow at finding roles.
configure({ asyncUtilTimeout: 10_000 });

afterEach(() => {
  cleanup();
  localStorage.clear();
});

// jsdom lays nothing out and draws nothing; the real ones are looked at in the browser tests.
window.matchMedia ??= (query: string) =>
  ({
    matches: query.includes("min-width"),
    media: query,
    addEventListener() {},
    removeEventListener() {},
  }) as unknown as MediaQueryList;
