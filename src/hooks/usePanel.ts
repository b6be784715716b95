import { useState } from "react";
import { useMedia } from "./useMedia";

/** Whether the meters stand beside the page: where there is room for them, until the user says otherwise. */
export function usePanel(): readonly [boolean, (open: boolean) => void] {
  const hasRoom = useMedia("(min-width: 1000px)");
  const [wanted, setWanted] = useState<boolean | null>(null);
  return [wanted ?? hasRoom, setWanted];
}
