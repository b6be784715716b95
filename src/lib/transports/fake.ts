import type {
  ChatResult,
  Conversation,
  ConversationList,
  CoreLine,
  Event,
  Frame,
  LlmStatus,
  ModelList,
  PullJob,
} from "../../types/contract";
import { job, MODELS, OFFER, RUNNING } from "../example/machine";
import { headOf, SCENES, type Scene } from "../example/scenes";
import { TransportError } from "../failure";
import type { ChatCall, Opening, Transport } from "../transport";

const MINUTE = 60;
const SECOND_MS = 1000;
const PULL_STEPS = 40;

/** Example data with no core behind it, the same at every start: for tests, and to look at the face. */
export class FakeTransport implements Transport {
  readonly place = "example";
  readonly opening: Opening;
  /** Every call that came, for tests. */
  readonly calls: ChatCall[] = [];
  /** How many look at the machine now, for tests. */
  watching = 0;
  readonly #scene: Scene;
  readonly #pace: number;
  #watcher: ((line: CoreLine) => void) | null = null;
  #status: LlmStatus;
  #kept: readonly Conversation[];

  /** `pace` stretches every wait: 1 as it would feel, 0 for tests. */
  constructor(scene: string | Scene, pace = 1) {
    const known = typeof scene === "string" ? SCENES[scene] : scene;
    if (known === undefined) {
      throw new TransportError({
        code: "usage",
        message: `No scene is named ${scene}.`,
        hint: Object.keys(SCENES).join(", "),
      });
    }
    this.#scene = known;
    this.#pace = pace;
    this.#status = known.status;
    this.#kept = known.kept;
    this.opening = known.opening;
  }

  core(onLine: (line: CoreLine) => void): () => void {
    this.#watcher = onLine;
    for (const line of this.#scene.core) onLine(line);
    return () => {
      this.#watcher = null;
    };
  }

  async restartCore(): Promise<void> {
    this.#watcher?.({ state: "ready", reason: "", seconds: null });
  }

  async status(signal: AbortSignal): Promise<LlmStatus> {
    await this.#wait(40, signal);
    return this.#status;
  }

  async models(signal: AbortSignal): Promise<ModelList> {
    await this.#wait(40, signal);
    return this.#status.models.length > 0 ? MODELS : { ...MODELS, models: [], offer: OFFER };
  }

  async chat(call: ChatCall, onEvent: (event: Event) => void, signal: AbortSignal): Promise<ChatResult> {
    this.calls.push(call);
    const script = this.#scene.answerTo(call.messages.at(-1)?.content ?? "");
    for (const [seq, { after, event }] of script.steps.entries()) {
      await this.#wait(after, signal);
      onEvent({ ...event, seq });
    }
    return script.result ?? never(signal);
  }

  async pull(_model: string, onJob: (job: PullJob) => void, signal: AbortSignal): Promise<PullJob> {
    const halted = this.#scene.pull;
    if (halted !== null) {
      onJob(halted);
      return halted.state === "failed" ? halted : never(signal);
    }
    const total = job(0).total_bytes ?? 0;
    for (let step = 1; step < PULL_STEPS; step += 1) {
      onJob(job((total * step) / PULL_STEPS));
      await this.#wait(300, signal);
    }
    this.#status = RUNNING;
    const done = job(total, "done");
    onJob(done);
    return done;
  }

  telemetry(onFrame: (frame: Frame) => void): () => void {
    let second = 0;
    while (second < MINUTE) onFrame(this.#scene.machine(second++));
    const timer = setInterval(() => onFrame(this.#scene.machine(second++)), SECOND_MS);
    this.watching += 1;
    return () => {
      this.watching -= 1;
      clearInterval(timer);
    };
  }

  async conversations(signal: AbortSignal): Promise<ConversationList> {
    await this.#wait(20, signal);
    return { conversations: this.#kept.map(headOf) };
  }

  async conversation(id: string, signal: AbortSignal): Promise<Conversation> {
    await this.#wait(20, signal);
    const kept = this.#kept.find((one) => one.id === id);
    if (kept) return kept;
    throw new TransportError({ code: "history.unknown", message: "There is no such conversation.", hint: "" });
  }

  async forget(id: string): Promise<void> {
    this.#kept = this.#kept.filter((one) => one.id !== id);
  }

  async startOllama(signal: AbortSignal): Promise<LlmStatus> {
    await this.#wait(600, signal);
    this.#status = RUNNING;
    return this.#status;
  }

  async chooseModel(name: string, signal: AbortSignal): Promise<LlmStatus> {
    await this.#wait(40, signal);
    this.#status = { ...this.#status, backend: { backend: "ollama", name } };
    return this.#status;
  }

  async openLink(address: string): Promise<void> {
    window.open(address, "_blank", "noopener,noreferrer");
  }

  #wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const stop = () => {
        clearTimeout(timer);
        reject(signal.reason);
      };
      const timer = setTimeout(() => {
        signal.removeEventListener("abort", stop);
        resolve();
      }, milliseconds * this.#pace);
      signal.addEventListener("abort", stop, { once: true });
    });
  }
}

function never(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
}
