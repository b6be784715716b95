import { lazy, Suspense } from "react";
import type { UseLlm } from "../hooks/useLlm";
import type { Loaded } from "../hooks/useLoaded";
import type { Pull } from "../hooks/usePull";
import type { RepairRun } from "../hooks/useRepair";
import type { Telemetry } from "../hooks/useTelemetry";
import type { Marks } from "../lib/answer";
import type { Health } from "../lib/health";
import type { PageName } from "../lib/transport";
import type { Conversation, ModelList } from "../types/contract";
import { AskPage } from "./AskPage";
import { HistoryPage } from "./HistoryPage";
import { ModelsPage } from "./ModelsPage";

// The charts are fetched with the page that draws them.
const SystemPage = lazy(() => import("./SystemPage"));

interface PageBodyProps {
  readonly page: PageName;
  readonly llm: UseLlm;
  readonly health: Health;
  readonly models: Loaded<ModelList>;
  readonly pull: Pull;
  readonly repair: RepairRun;
  readonly telemetry: Telemetry;
  readonly marks: Marks;
  readonly theme: string;
  readonly onOpen: (conversation: Conversation) => void;
}

export function PageBody(props: PageBodyProps) {
  const { llm, health, models, pull, repair } = props;
  switch (props.page) {
    case "ask":
      return <AskPage llm={llm} health={health} models={models.value} pull={pull} onGet={() => repair.run("pull")} />;
    case "system":
      return (
        <Suspense fallback={null}>
          <SystemPage telemetry={props.telemetry} marks={props.marks} theme={props.theme} />
        </Suspense>
      );
    case "models":
      return <ModelsPage models={models} inUse={llm.core?.backend?.name ?? ""} pull={pull} onUse={repair.choose} />;
    case "history":
      return <HistoryPage onOpen={props.onOpen} />;
  }
}
