import { useEffect, useRef } from "react";
import type { UseLlm } from "../hooks/useLlm";
import type { Pull } from "../hooks/usePull";
import type { Health } from "../lib/health";
import type { ModelList, ModelOffer } from "../types/contract";
import { Composer } from "./Composer";
import { FirstRun } from "./FirstRun";
import { Thread } from "./Thread";

interface AskPageProps {
  readonly llm: UseLlm;
  readonly health: Health;
  readonly models: ModelList | null;
  readonly pull: Pull;
  readonly onGet: () => void;
}

/** The conversation, or the first screen where there is none yet, above where one asks. */
export function AskPage({ llm, health, models, pull, onGet }: AskPageProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const running = llm.chatStatus === "submitted" || llm.chatStatus === "streaming";
  const backend = llm.core?.backend ?? null;
  const modelName = backend?.name ?? "";
  useEffect(() => field.current?.focus(), []);
  const ask = (question: string) => {
    void llm.sendMessage(question);
    field.current?.focus();
  };
  return (
    <div className="ask">
      {llm.chat.turns.length === 0 ? (
        <FirstRun {...{ health, modelName, pull, onGet }} offer={offerOf(health, models)} onAsk={ask} />
      ) : (
        <Thread chat={llm.chat} models={models} modelName={modelName} onAgain={llm.regenerate} />
      )}
      <Composer
        running={running}
        promise={
          llm.core?.leaves ? "This model runs elsewhere: what you write is sent there" : "Nothing leaves this computer"
        }
        field={field}
        onSend={ask}
        onStop={llm.stop}
      />
    </div>
  );
}

function offerOf(health: Health, models: ModelList | null): ModelOffer | null {
  return health.repair === "pull" ? (models?.offer ?? null) : null;
}
