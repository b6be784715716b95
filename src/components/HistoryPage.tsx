import { useState } from "react";
import { useLoaded } from "../hooks/useLoaded";
import { useTransport } from "../hooks/useTransport";
import { dayName, timeOfDay } from "../lib/format";
import type { Transport } from "../lib/transport";
import type { Conversation, ConversationInfo } from "../types/contract";
import { Icon } from "./Icon";
import { Scroll } from "./Scroll";

interface HistoryPageProps {
  readonly onOpen: (conversation: Conversation) => void;
}

const fetchList = (transport: Transport, signal: AbortSignal) => transport.conversations(signal);

/** The conversations kept on this computer, the newest first. */
export function HistoryPage({ onOpen }: HistoryPageProps) {
  const transport = useTransport();
  const { value, error, reload } = useLoaded(fetchList);
  const open = async (id: string) => onOpen(await (await transport).conversation(id, new AbortController().signal));
  const forget = async (id: string) => {
    await (await transport).forget(id, new AbortController().signal);
    reload();
  };
  const days = byDay(value?.conversations ?? []);
  return (
    <Scroll label="History">
      <div className="page-body">
        <p className="page-lead">Kept in one file on this computer, which only you may read.</p>
        {error !== null && (
          <p className="failure" role="alert">
            {error}
          </p>
        )}
        {value?.conversations.length === 0 && <p className="note">Nothing has been asked yet.</p>}
        {days.map(([day, conversations]) => (
          <section key={day} className="day">
            <h2>{day}</h2>
            <ul className="sheet">
              {conversations.map((one) => (
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

function byDay(conversations: readonly ConversationInfo[]): [string, ConversationInfo[]][] {
  const days = new Map<string, ConversationInfo[]>();
  for (const one of conversations) {
    const day = dayName(one.updated_at);
    days.set(day, [...(days.get(day) ?? []), one]);
  }
  return [...days];
}

interface HistoryRowProps {
  readonly conversation: ConversationInfo;
  readonly onOpen: () => void;
  readonly onForget: () => void;
}

function HistoryRow({ conversation, onOpen, onForget }: HistoryRowProps) {
  const [asking, setAsking] = useState(false);
  const { title, updated_at } = conversation;
  return (
    <li className="kept">
      <button type="button" className="kept-open" onClick={onOpen}>
        <span className="kept-title">{title}</span>
        <span className="kept-time">{timeOfDay(updated_at).slice(0, 5)}</span>
      </button>
      {asking ? (
        <span className="kept-sure">
          <button type="button" className="plain-button danger" onClick={onForget}>
            Delete for good
          </button>
          <button type="button" className="plain-button" onClick={() => setAsking(false)}>
            Keep
          </button>
        </span>
      ) : (
        <button type="button" className="rail-tool" aria-label={`Delete ${title}`} onClick={() => setAsking(true)}>
          <Icon name="bin" />
        </button>
      )}
    </li>
  );
}
