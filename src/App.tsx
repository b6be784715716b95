import { useMemo, useState } from "react";
import { LinkDialog } from "./components/Dialogs";
import { Window } from "./components/Window";
import { LinkContext } from "./hooks/useLinks";
import { TransportContext } from "./hooks/useTransport";
import type { Transport } from "./lib/transport";

/** The whole face over one transport. */
export function App({ transport }: { readonly transport: Transport }) {
  const ready = useMemo(() => Promise.resolve(transport), [transport]);
  const [address, setAddress] = useState<string | null>(null);
  const open = () => {
    if (address !== null) void transport.openLink(address);
    setAddress(null);
  };
  return (
    <TransportContext value={ready}>
      <LinkContext value={setAddress}>
        <Window transport={transport} />
        {address !== null && <LinkDialog address={address} onOpen={open} onClose={() => setAddress(null)} />}
      </LinkContext>
    </TransportContext>
  );
}
