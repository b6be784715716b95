import { useState } from "react";
import type { Pull } from "../hooks/usePull";
import type { RepairRun } from "../hooks/useRepair";
import type { Health } from "../lib/health";
import type { PageName } from "../lib/transport";
import { Icon, type IconName } from "./Icon";
import { Said } from "./Said";
import { StatusPill } from "./StatusPill";

const TITLES: Readonly<Record<PageName, string>> = {
  ask: "Ask",
  system: "System",
  models: "Models",
  history: "History",
};

interface PageHeadProps {
  readonly page: PageName;
  readonly title: string;
  readonly health: Health;
  readonly pull: Pull;
  readonly repair: RepairRun;
  readonly panelOpen: boolean;
  readonly onPanel: () => void;
  readonly onNew: () => void;
  /** Nothing shown was measured: said on every page. */
  readonly isExample: boolean;
}

/** What is open, what answers, and below them what could not be done about that. */
export function PageHead({ page, title, health, pull, repair, panelOpen, onPanel, onNew, isExample }: PageHeadProps) {
  const isTalking = page === "ask" && title !== "";
  return (
    <>
      <header className="head">
        <div className="head-title">
          <h1 title={isTalking ? title : undefined}>{isTalking ? title : TITLES[page]}</h1>
          {isTalking && <Tool icon="plus" label="New conversation" onClick={onNew} />}
        </div>
        {isExample && <span className="badge">example</span>}
        <StatusPill health={health} pull={pull} busy={repair.busy} onRepair={repair.run} />
        {page !== "system" && (
          <Tool icon="meter" label="Meters of this computer" isPressed={panelOpen} onClick={onPanel} />
        )}
      </header>
      <HeadFailure text={repair.error ?? pull.error} />
    </>
  );
}

interface ToolProps {
  readonly icon: IconName;
  readonly label: string;
  readonly isPressed?: boolean;
  readonly onClick: () => void;
}

function Tool({ icon, label, isPressed, onClick }: ToolProps) {
  return (
    <button
      type="button"
      className="rail-tool"
      aria-label={label}
      title={label}
      aria-pressed={isPressed}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}

/** What failed, on whatever page it is learnt, until it has been read. */
function HeadFailure({ text }: { readonly text: string | null }) {
  const [read, setRead] = useState<string | null>(null);
  // What fails once more in the same words is said once more.
  if (text === null && read !== null) setRead(null);
  if (text === null || text === read) return null;
  return (
    <div className="note-bar bad" role="alert">
      <p>
        <Said line={text} />
      </p>
      <button type="button" className="plain-button" onClick={() => setRead(text)}>
        Close
      </button>
    </div>
  );
}
