import { memo } from "react";
import { wordsBy } from "../lib/answer";
import { type ReplyTurn, textOf } from "../lib/chatState";
import { AnswerFooter } from "./AnswerFooter";
import { MeasuredPart } from "./MeasuredPart";
import { ModelWords } from "./ModelWords";
import { FailureNote, Notices, Phase } from "./Notes";
import { Talk } from "./Talk";

interface AnswerCardProps {
  readonly reply: ReplyTurn;
  /** The exam of the model that spoke, where it is known. */
  readonly exam: string | null;
  /** What would speak, until the answer says who did. */
  readonly modelName: string;
  /** Ask the same question again; only for the last answer. */
  readonly onAgain: (() => void) | null;
}

/** An answer, read from the top down: measured or known first, the model's words after, then when it was measured. */
export const AnswerCard = memo(function AnswerCard({ reply, exam, modelName, onAgain }: AnswerCardProps) {
  const running = reply.state === "submitted" || reply.state === "streaming";
  const words = wordsBy(reply.parts, "model");
  const hasFirst = reply.answer !== null || reply.parts.some((part) => part.by !== "model");
  const name = reply.answer?.model?.name ?? (reply.model === "" ? modelName : reply.model);
  if (running && !hasFirst && words === "") return <Phase text={reply.phase || "looking at this computer"} alone />;
  const dropped = reply.answer?.dropped_sentences ?? 0;
  return (
    <article className={hasFirst ? "answer" : "answer talk"} aria-label="Answer" aria-busy={running}>
      {hasFirst && <First reply={reply} />}
      {hasFirst && <ModelWords words={words} name={name} exam={exam} streaming={running} dropped={dropped} />}
      {!hasFirst && words !== "" && <Talk words={words} name={name} />}
      {running ? <Running phase={reply.phase} /> : <Ended reply={reply} hasFirst={hasFirst} onAgain={onAgain} />}
    </article>
  );
});

function Running({ phase }: { readonly phase: string }) {
  return phase === "" ? null : <Phase text={phase} />;
}

interface EndedProps {
  readonly reply: ReplyTurn;
  readonly hasFirst: boolean;
  readonly onAgain: (() => void) | null;
}

/** How it ended, and what one may do with it. */
function Ended({ reply, hasFirst, onAgain }: EndedProps) {
  return (
    <>
      <Notices lines={reply.notices} />
      {reply.failure !== null && <FailureNote failure={reply.failure} onRetry={onAgain} />}
      {reply.state === "stopped" && <p className="note">Stopped. What had come is kept.</p>}
      <AnswerFooter
        answer={reply.answer}
        text={textOf(reply)}
        again={hasFirst ? "Ask again" : "Say it again"}
        onAgain={reply.failure === null ? onAgain : null}
      />
    </>
  );
}

/** The structured first part; its plain text until a core that sends no structure has ended. */
function First({ reply }: { readonly reply: ReplyTurn }) {
  if (reply.answer !== null) return <MeasuredPart answer={reply.answer} />;
  const text = [wordsBy(reply.parts, "rules"), wordsBy(reply.parts, "card")].filter((part) => part !== "").join("\n\n");
  return (
    <section className="part plain">
      <p className="why">{text}</p>
    </section>
  );
}
