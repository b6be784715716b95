import { type RefObject, useEffect, useRef } from "react";
import { type ChatState, lastReply, type ReplyTurn, type Turn, textOf } from "../lib/chatState";
import type { ModelList } from "../types/contract";
import { AnswerCard } from "./AnswerCard";

interface ThreadProps {
  readonly chat: ChatState;
  readonly models: ModelList | null;
  readonly modelName: string;
  readonly onAgain: () => void;
}

/** Questions, each with its answer. A new question moves to the top; what stands there stays while an answer grows. */
export function Thread({ chat, models, modelName, onAgain }: ThreadProps) {
  const pairs = pairsOf(chat.turns);
  const count = pairs.length;
  const newest = useAtTop(count);
  const reply = lastReply(chat);
  const running = reply?.state === "submitted" || reply?.state === "streaming";
  const againAt = (index: number) => (index === count - 1 && !running ? onAgain : null);
  return (
    <>
      {/* Tokens are never announced; the finished answer is, once, below. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys */}
      <div className="thread" role="log" aria-live="off" aria-label="Conversation" aria-busy={running} tabIndex={0}>
        <ol>
          {pairs.map(({ id, question, reply }, index) => (
            <li key={id} className="pair" ref={index === count - 1 ? newest : null}>
              {question !== null && <p className="question">{question}</p>}
              {reply !== null && (
                <AnswerCard {...{ reply, modelName }} exam={examOf(reply, models)} onAgain={againAt(index)} />
              )}
            </li>
          ))}
        </ol>
      </div>
      <p className="unseen" role="status">
        {running ? "" : announced(reply)}
      </p>
    </>
  );
}

/** Bring the newest of several questions to the top. */
function useAtTop(count: number): RefObject<HTMLLIElement | null> {
  const newest = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (count > 1) newest.current?.scrollIntoView?.({ block: "start" });
  }, [count]);
  return newest;
}

interface Pair {
  readonly id: string;
  readonly question: string | null;
  readonly reply: ReplyTurn | null;
}

function pairsOf(turns: readonly Turn[]): Pair[] {
  const pairs: Pair[] = [];
  for (const turn of turns) {
    const last = pairs.at(-1);
    if (turn.role === "user") pairs.push({ id: turn.id, question: turn.content, reply: null });
    else if (last === undefined || last.reply !== null) pairs.push({ id: turn.id, question: null, reply: turn });
    else pairs[pairs.length - 1] = { ...last, reply: turn };
  }
  return pairs;
}

function examOf(reply: ReplyTurn, models: ModelList | null): string | null {
  const name = reply.answer?.model?.name;
  return models?.models.find((model) => model.name === name)?.exam ?? null;
}

function announced(reply: ReplyTurn | null): string {
  if (reply === null || reply.state === "error") return "";
  return reply.state === "stopped" ? "Stopped" : `Answer: ${textOf(reply)}`;
}
