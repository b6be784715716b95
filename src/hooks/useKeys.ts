import { useEffect } from "react";

export interface Keys {
  readonly onNew: () => void;
  readonly onHelp: () => void;
  readonly onStop: () => void;
}

/** Keys that work wherever the focus is. Alt+N stands beside Ctrl+N, which browsers keep for themselves. */
export function useKeys({ onNew, onHelp, onStop }: Keys): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.isComposing) return;
      const control = event.ctrlKey || event.metaKey;
      // The browser closes an open dialog with the same key; the answer behind it goes on.
      if (event.key === "Escape") return document.querySelector("dialog[open]") === null ? onStop() : undefined;
      const act = actionFor(event.key.toLowerCase(), control, event.altKey, { onNew, onHelp });
      if (act === null) return;
      event.preventDefault();
      act();
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [onNew, onHelp, onStop]);
}

function actionFor(key: string, control: boolean, alt: boolean, keys: Omit<Keys, "onStop">): (() => void) | null {
  if (key === "n" && (control || alt)) return keys.onNew;
  if (key === "/" && control) return keys.onHelp;
  return null;
}
