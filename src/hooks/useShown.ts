import { useCallback, useState } from "react";
import type { PageName } from "../lib/transport";

export interface Shown {
  readonly page: PageName;
  readonly setPage: (page: PageName) => void;
  /** Whether the help lies over the page. */
  readonly help: boolean;
  readonly showHelp: () => void;
  readonly hideHelp: () => void;
}

/** What is in sight. */
export function useShown(first: PageName): Shown {
  const [page, setPage] = useState(first);
  const [help, setHelp] = useState(false);
  const showHelp = useCallback(() => setHelp(true), []);
  const hideHelp = useCallback(() => setHelp(false), []);
  return { page, setPage, help, showHelp, hideHelp };
}
