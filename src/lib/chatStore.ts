import type { ChatResult, Conversation } from "../types/contract";
import { type ChatAction, type ChatState, EMPTY, messagesOf, reduce, replyOf, textOf } from "./chatState";
import { failureOf, isStop } from "./failure";
import type { Transport } from "./transport";

interface Running {
  readonly id: string;
  readonly stopping: AbortController;
}

/** One conversation over one transport; knows nothing of any framework. */
export class ChatStore {
  readonly #transport: Promise<Transport>;
  readonly #listeners = new Set<() => void>();
  #state: ChatState = EMPTY;
  #running: Running | null = null;

  constructor(transport: Promise<Transport>) {
    this.#transport = transport;
  }

  readonly getState = (): ChatState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Ask; resolves with all text that came, also where it was stopped or failed (the state says which). */
  readonly send = async (message: string): Promise<string> => {
    const asked = message.trim();
    if (asked === "" || this.#running !== null) return "";
    const id = crypto.randomUUID();
    this.#dispatch({ kind: "asked", id, message: asked });
    await this.#run(id);
    const reply = replyOf(this.#state, id);
    return reply === null ? "" : textOf(reply);
  };

  /** End the running answer, at once, whatever the transport does; what has come is kept. */
  readonly stop = (): void => {
    const running = this.#running;
    if (running === null) return;
    this.#running = null;
    this.#dispatch({ kind: "stopped", id: running.id });
    running.stopping.abort(new DOMException("Stopped by the user", "AbortError"));
  };

  /** Ask the last question once more, in place of its answer. */
  readonly regenerate = async (): Promise<string> => {
    const question = this.#state.turns.findLast((turn) => turn.role === "user");
    if (question === undefined || this.#running !== null) return "";
    this.#dispatch({ kind: "rewound" });
    return this.send(textOf(question));
  };

  /** Begin a new conversation. */
  readonly clear = (): void => {
    this.stop();
    this.#dispatch({ kind: "cleared" });
  };

  /** Go on with a kept conversation. */
  readonly open = (conversation: Conversation): void => {
    this.stop();
    this.#dispatch({ kind: "opened", conversation });
  };

  async #run(id: string): Promise<void> {
    const running = { id, stopping: new AbortController() };
    this.#running = running;
    try {
      const result = await Promise.race([this.#chat(running), stopped(running.stopping.signal)]);
      this.#dispatch({ kind: "result", id, result });
    } catch (thrown) {
      this.#dispatch(isStop(thrown) ? { kind: "stopped", id } : { kind: "failed", id, failure: failureOf(thrown) });
    }
    if (this.#running === running) this.#running = null;
  }

  async #chat({ id, stopping }: Running): Promise<ChatResult> {
    const call = { id, messages: messagesOf(this.#state), conversationId: this.#state.conversationId };
    const transport = await this.#transport;
    return transport.chat(call, (event) => this.#dispatch({ kind: "event", id, event }), stopping.signal);
  }

  #dispatch(action: ChatAction): void {
    this.#state = reduce(this.#state, action);
    for (const listener of this.#listeners) listener();
  }
}

function stopped(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
