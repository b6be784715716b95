import { createContext, useContext } from "react";
import { openTransport, type Transport } from "../lib/transport";

/** A transport given by whoever renders; where nobody gives one, it is chosen by the surroundings, once. */
export const TransportContext = createContext<Promise<Transport> | null>(null);

let chosen: Promise<Transport> | null = null;

export function useTransport(): Promise<Transport> {
  const given = useContext(TransportContext);
  if (given !== null) return given;
  chosen ??= openTransport();
  return chosen;
}
