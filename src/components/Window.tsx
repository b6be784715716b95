import { useCallback, useEffect } from "react";
import { type UseCore, useCore } from "../hooks/useCore";
import { useKeys } from "../hooks/useKeys";
import { useMedia } from "../hooks/useMedia";
import { type Meters, useMeters } from "../hooks/useMeters";
import { type Shown, useShown } from "../hooks/useShown";
import { type Talk, useTalk } from "../hooks/useTalk";
import { useTheme } from "../hooks/useTheme";
import type { Theme } from "../lib/theme";
import type { PageName, Transport } from "../lib/transport";
import { CoreNote } from "./CoreNote";
import { HelpDialog } from "./Dialogs";
import { MeterPanel } from "./MeterPanel";
import { PageBody } from "./PageBody";
import { PageHead } from "./PageHead";
import { Rail } from "./Rail";

const NEXT_THEME: Readonly<Record<Theme, Theme>> = { system: "light", light: "dark", dark: "system" };

/** Rail, page and meters, and the state that they share. */
export function Window({ transport }: { readonly transport: Transport }) {
  const shown = useShown(transport.opening?.page ?? "ask");
  const core = useCore();
  const talk = useTalk(core, () => shown.setPage("models"));
  const meters = useMeters(shown.page, talk.llm.chat, core.state.returns);
  const [theme, setTheme] = useTheme();
  const startNew = useStartNew(talk, shown);
  useKeys({ onNew: startNew, onHelp: shown.showHelp, onStop: talk.llm.stop });
  useOpeningQuestions(transport, talk.llm.sendMessage);
  const isExample = transport.place === "example";
  return (
    <div className={meters.panelOpen ? "app with-panel" : "app"}>
      <Rail
        page={shown.page}
        onPage={(page) => open(page, shown, talk)}
        onTheme={() => setTheme(NEXT_THEME[theme])}
        themeLabel={`Theme: ${theme === "system" ? "as the system" : theme}`}
        onHelp={shown.showHelp}
      />
      <Page {...{ shown, talk, meters, core, theme, isExample }} onNew={startNew} />
      {meters.panelOpen && <MeterPanel telemetry={meters.telemetry} marks={meters.marks} isExample={isExample} />}
      {shown.help && <HelpDialog onClose={shown.hideHelp} />}
    </div>
  );
}

interface PageProps {
  readonly shown: Shown;
  readonly talk: Talk;
  readonly meters: Meters;
  readonly core: UseCore;
  readonly theme: Theme;
  readonly isExample: boolean;
  readonly onNew: () => void;
}

/** The open page, below what answers and what became of the core. */
function Page({ shown, talk, meters, core, theme, isExample, onNew }: PageProps) {
  const { page } = shown;
  const isDark = useMedia("(prefers-color-scheme: dark)");
  return (
    <main className="page">
      <PageHead
        {...{ page, onNew, isExample, health: talk.health, pull: talk.pull, repair: talk.repair }}
        title={talk.llm.chat.title}
        panelOpen={meters.panelOpen}
        onPanel={() => meters.setPanel(!meters.panelOpen)}
      />
      <CoreNote core={core} />
      <PageBody
        {...{ page, ...talk, telemetry: meters.telemetry, marks: meters.marks }}
        theme={`${theme} ${isDark}`}
        onOpen={(conversation) => {
          talk.llm.open(conversation);
          shown.setPage("ask");
        }}
      />
    </main>
  );
}

function open(page: PageName, shown: Shown, talk: Talk): void {
  // A model may have taken its exam, or been loaded, since the list was read.
  if (page === "models") talk.models.reload();
  shown.setPage(page);
}

function useStartNew({ llm }: Talk, { setPage }: Shown): () => void {
  const { clear } = llm;
  return useCallback(() => {
    clear();
    setPage("ask");
  }, [clear, setPage]);
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
