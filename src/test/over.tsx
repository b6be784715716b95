import { type ReactNode, StrictMode } from "react";
import { TransportContext } from "../hooks/useTransport";
import type { Transport } from "../lib/transport";

/** Everything is tested as it is developed: under StrictMode, over a transport. */
export function over(transport: Transport) {
  const ready = Promise.resolve(transport);
  return ({ children }: { readonly children: ReactNode }) => (
    <StrictMode>
      <TransportContext value={ready}>{children}</TransportContext>
    </StrictMode>
  );
}
