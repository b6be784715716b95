import type {
  ChatMessage,
  ChatResult,
  Conversation,
  ConversationList,
  CoreLine,
  Event,
  Frame,
  LlmStatus,
  ModelList,
  PullJob,
} from "../types/contract";

/** One question on its way; `id` makes a repeat of it (a reload) attach and not run twice. */
export interface ChatCall {
  readonly id: string;
  readonly messages: readonly ChatMessage[];
  readonly conversationId: string | null;
}

export type PageName = "ask" | "system" | "models" | "history";

/** What the face shows at its start, where that is not the first screen. */
export interface Opening {
  readonly page: PageName;
  readonly questions: readonly string[];
}

/** The one way from the face to the core. Every method rejects with a TransportError, or an AbortError on its signal. */
export interface Transport {
  /** Where the face runs: in the shell's window, on the local page, or with example data and no core. */
  readonly place: "shell" | "page" | "example";
  readonly opening?: Opening;
  /** What becomes of the core itself: now, where it is known, and at each change until the returned function is called. */
  core(onLine: (line: CoreLine) => void): () => void;
  /** Start the core, or look for it again, where it waits for that or was given up. */
  restartCore(): Promise<void>;
  status(signal: AbortSignal): Promise<LlmStatus>;
  models(signal: AbortSignal): Promise<ModelList>;
  /** Events come in the order of `seq`; settles once, after the last of them. */
  chat(call: ChatCall, onEvent: (event: Event) => void, signal: AbortSignal): Promise<ChatResult>;
  /** A repeat call attaches to a running job; the signal stops it, and what has arrived is kept. */
  pull(model: string, onJob: (job: PullJob) => void, signal: AbortSignal): Promise<PullJob>;
  /** A frame each second until the returned function is called. */
  telemetry(onFrame: (frame: Frame) => void, onFailure: (thrown: unknown) => void): () => void;
  conversations(signal: AbortSignal): Promise<ConversationList>;
  conversation(id: string, signal: AbortSignal): Promise<Conversation>;
  forget(id: string, signal: AbortSignal): Promise<void>;
  startOllama(signal: AbortSignal): Promise<LlmStatus>;
  chooseModel(name: string, signal: AbortSignal): Promise<LlmStatus>;
  /** Open an address outside; the user has agreed to it. */
  openLink(address: string): Promise<void>;
}

interface Surroundings {
  readonly search: string;
  readonly isShell: boolean;
}

function surroundings(): Surroundings {
  return { search: globalThis.location?.search ?? "", isShell: "__TAURI_INTERNALS__" in globalThis };
}

/** Choose by where the face runs; each implementation is fetched only where it is used. */
export async function openTransport(around: Surroundings = surroundings()): Promise<Transport> {
  const query = new URLSearchParams(around.search);
  if (query.get("transport") === "fake") {
    const { FakeTransport } = await import("./transports/fake");
    return new FakeTransport(query.get("scene") ?? "finding", Number(query.get("pace") ?? 1));
  }
  if (around.isShell) return new (await import("./transports/tauri")).TauriTransport();
  return new (await import("./transports/http")).HttpTransport();
}
