import type { Pull } from "../hooks/usePull";
import type { RepairRun } from "../hooks/useRepair";
import type { Health } from "../lib/health";
import type { PageName } from "../lib/transport";
import { Icon } from "./Icon";
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

export function PageHead({ page, title, health, pull, repair, panelOpen, onPanel, onNew, isExample }: PageHeadProps) {
  const isTalking = page === "ask" && title !== "";
  return (
    <>
      <header className="head">
        <h1>{isTalking ? title : TITLES[page]}</h1>
        {isTalking && (
          <button
            type="button"
            className="rail-tool"
            aria-label="New conversation"
            title="New conversation"
            onClick={onNew}
          >
            <Icon name="plus" />
          </button>
        )}
        <span className="head-space" />
        {isExample && <span className="badge">example</span>}
        <StatusPill health={health} pull={pull} busy={repair.busy} onRepair={repair.run} />
        {page !== "system" && (
          <button
            type="button"
            className="rail-tool panel-toggle"
            aria-label="Meters of this computer"
            title="Meters of this computer"
            aria-pressed={panelOpen}
            onClick={onPanel}
          >
            <Icon name="meter" />
          </button>
        )}
      </header>
      {repair.error !== null && (
        <p className="failure head-failure" role="alert">
          {repair.error}
        </p>
      )}
    </>
  );
}
