import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { type UseCore, useCore } from "../hooks/useCore";
import { useKeys } from "../hooks/useKeys";
import { useLlm } from "../hooks/useLlm";
import { useLoaded } from "../hooks/useLoaded";
import { useMedia, useVisible } from "../hooks/useMedia";
import { usePanel } from "../hooks/usePanel";
import { usePull } from "../hooks/usePull";
import { useRepair } from "../hooks/useRepair";
import { useTelemetry } from "../hooks/useTelemetry";
import { useTheme } from "../hooks/useTheme";
import { marksOf } from "../lib/answer";
import { type ChatStatus, lastAnswer } from "../lib/chatState";
import { healthOf } from "../lib/health";
import type { Theme } from "../lib/theme";
import type { Transport } from "../lib/transport";
import type { Conversation } from "../types/contract";
import { CoreNote } from "./CoreNote";
import { HelpDialog } from "./Dialogs";
import { MeterPanel } from "./MeterPanel";
import { PageBody } from "./PageBody";
import { PageHead } from "./PageHead";
import { type PageName, Rail } from "./Rail";

const NEXT_THEME: Readonly<Record<Theme, Theme>> = { system: "light", light: "dark", dark: "system" };
const fetchModels = (transport: Transport, signal: AbortSignal) => transport.models(signal);

/** Rail, page and meters, and the state that they share. */
export function Window({ transport }: { readonly transport: Transport }) {
  const [page, setPage] = useState<PageName>(transport.opening?.page ?? "ask");
  const [help, setHelp] = useState(false);
  const [theme, setTheme] = useTheme();
  const [panelWanted, setPanel] = usePanel();
  const isDark = useMedia("(prefers-color-scheme: dark)");
  const isVisible = useVisible();
  const llm = useLlm();
  const core = useCore();
  const models = useLoaded(fetchModels);
  const { checkStatus, clear, open, stop } = llm;
  const { reload } = models;
  const refresh = useCallback(() => {
    void checkStatus();
    reload();
  }, [checkStatus, reload]);
  const pull = usePull(refresh);
  const suggested = models.value?.offer?.name ?? models.value?.default ?? "";
  const repair = useRepair({ llm, pull, refresh, suggested, onModels: () => setPage("models") });
  const panelOpen = panelWanted && page !== "system";
  const telemetry = useTelemetry(isVisible && (panelOpen || page === "system"), core.state.returns);
  const marks = useMemo(() => marksOf(lastAnswer(llm.chat)), [llm.chat]);
  const startNew = useCallback(() => {
    clear();
    setPage("ask");
  }, [clear]);
  const show = (wanted: PageName) => {
    // A model may have taken its exam, or been loaded, since the list was read.
    if (wanted === "models") reload();
    setPage(wanted);
  };
  const showHelp = useCallback(() => setHelp(true), []);
  useKeys({ onNew: startNew, onHelp: showHelp, onStop: stop });
  useOpeningQuestions(transport, llm.sendMessage);
  useReturn(core, llm.chatStatus, refresh);
  const health = healthOf(llm.core, llm.error, core.state.line);
  const goOn = (conversation: Conversation) => {
    open(conversation);
    setPage("ask");
  };
  return (
    <div className={panelOpen ? "app with-panel" : "app"}>
      <Rail
        page={page}
        onPage={show}
        onTheme={() => setTheme(NEXT_THEME[theme])}
        themeLabel={`Theme: ${theme === "system" ? "as the system" : theme}`}
        onHelp={showHelp}
      />
      <main className="page">
        <PageHead
          {...{ page, health, pull, repair, panelOpen }}
          title={llm.chat.title}
          onPanel={() => setPanel(!panelOpen)}
          onNew={startNew}
          isExample={transport.place === "example"}
        />
        <CoreNote core={core} />
        <PageBody
          {...{ page, llm, health, models, pull, repair, telemetry, marks }}
          theme={`${theme} ${isDark}`}
          onOpen={goOn}
        />
      </main>
      {panelOpen && <MeterPanel telemetry={telemetry} marks={marks} isExample={transport.place === "example"} />}
      {help && <HelpDialog onClose={() => setHelp(false)} />}
    </div>
  );
}

/** Ask a core that is back for everything anew; the next question shows that its end has been read. */
function useReturn({ state, dismiss }: UseCore, chatStatus: ChatStatus, refresh: () => void): void {
  const isReady = state.line?.state === "ready";
  // A question that waited for the core comes first.
  const isFree = chatStatus !== "submitted" && chatStatus !== "streaming";
  const asked = useRef(0);
  useEffect(() => {
    if (state.returns === asked.current || !isFree) return;
    asked.current = state.returns;
    refresh();
  }, [state.returns, isFree, refresh]);
  const before = useRef(chatStatus);
  useEffect(() => {
    if (isReady && chatStatus === "submitted" && before.current !== "submitted") dismiss();
    before.current = chatStatus;
  }, [isReady, chatStatus, dismiss]);
}

/** Examples open with their questions asked. */
function useOpeningQuestions(transport: Transport, send: (question: string) => Promise<string>): void {
  useEffect(() => {
    const leaving = new AbortController();
    void (async () => {
      await transport.status(leaving.signal).catch(() => undefined);
      for (const question of transport.opening?.questions ?? []) if (!leaving.signal.aborted) await send(question);
    })();
    return () => leaving.abort();
  }, [transport, send]);
}
