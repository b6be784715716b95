import { useState } from "react";
import { useLoaded } from "../hooks/useLoaded";
import { useTransport } from "../hooks/useTransport";
import { failureOf, failureText } from "../lib/failure";
import { dayName } from "../lib/format";
import type { Transport } from "../lib/transport";
import type { Conversation, ConversationInfo } from "../types/contract";
import { HistoryRow } from "./HistoryRow";
import { FailureLine } from "./Notes";
import { Scroll } from "./Scroll";

interface HistoryPageProps {
  readonly onOpen: (conversation: Conversation) => void;
}

/** The conversations kept on this computer, the newest first. */
export function HistoryPage({ onOpen }: HistoryPageProps) {
  const { conversations, error, open, forget } = useHistory(onOpen);
  return (
    <Scroll label="History">
      <div className="page-body">
        <p className="page-lead">Kept in one file on this computer, which only you may read.</p>
        <FailureLine text={error} />
        {conversations?.length === 0 && <Nothing />}
        {byDay(conversations ?? []).map(([day, those]) => (
          <section key={day} className="day">
            <h2>{day}</h2>
            <ul className="sheet">
              {those.map((one) => (
                <HistoryRow
                  key={one.id}
                  conversation={one}
                  onOpen={() => open(one.id)}
                  onForget={() => forget(one.id)}
                />
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Scroll>
  );
}

function Nothing() {
  return (
    <div className="sheet nothing">
      <h2>Nothing has been asked yet</h2>
      <p>What you ask is kept here with its answer and all that was measured for it, until you delete it.</p>
    </div>
  );
}

const fetchList = (transport: Transport, signal: AbortSignal) => transport.conversations(signal);

/** The list, and what may be done with one of it; a conversation that is gone is told, too. */
function useHistory(onOpen: (conversation: Conversation) => void) {
  const transport = useTransport();
  const { value, error, reload } = useLoaded(fetchList);
  const [failure, setFailure] = useState<string | null>(null);
  const act = (what: (ready: Transport, signal: AbortSignal) => Promise<void>) => {
    setFailure(null);
    transport
      .then((ready) => what(ready, new AbortController().signal))
      .catch((thrown: unknown) => setFailure(failureText(failureOf(thrown))));
  };
  const open = (id: string) => act(async (ready, signal) => onOpen(await ready.conversation(id, signal)));
  const forget = (id: string) => act((ready, signal) => ready.forget(id, signal).then(reload));
  return { conversations: value?.conversations ?? null, error: failure ?? error, open, forget };
}

function byDay(conversations: readonly ConversationInfo[]): [string, ConversationInfo[]][] {
  const days = new Map<string, ConversationInfo[]>();
  for (const one of conversations) {
    const day = dayName(one.updated_at);
    days.set(day, [...(days.get(day) ?? []), one]);
  }
  return [...days];
}
