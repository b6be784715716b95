import { type ReactNode, useContext } from "react";
import { LinkContext } from "../hooks/useLinks";

interface OutsideLinkProps {
  readonly address: string;
  readonly children: ReactNode;
}

/** A link that asks before it leaves; an address that is not http(s) is plain text. */
export function OutsideLink({ address, children }: OutsideLinkProps) {
  const ask = useContext(LinkContext);
  if (!isWeb(address)) return children;
  return (
    <a
      href={address}
      rel="noopener noreferrer"
      target="_blank"
      onClick={(event) => {
        event.preventDefault();
        ask(address);
      }}
    >
      {children}
    </a>
  );
}

function isWeb(address: string): boolean {
  return URL.canParse(address) && /^https?:$/.test(new URL(address).protocol);
}
