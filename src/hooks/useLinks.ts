import { createContext } from "react";

/** Ask the user whether to open an address outside. */
export const LinkContext = createContext<(address: string) => void>(() => {});
