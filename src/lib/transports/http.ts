import type { ChatResult, Contract, CoreLine, Event, Frame, PullJob, StreamLine } from "../../types/contract";
import { TransportError } from "../failure";
import { streamLines } from "../ndjson";
import { read } from "../reader";
import type { ChatCall, Transport } from "../transport";

const TOKEN_KEY = "opta.token";
const CUT = {
  code: "core.cut",
  message: "The answer broke off before its end.",
  hint: "Is `opta serve` still running?",
};

const UNREACHABLE = {
  code: "core.unreachable",
  message: "Opta's core does not answer.",
  hint: "Start it again with `opta serve`; this page then needs the new address that it prints.",
};
const GONE_LINE: CoreLine = {
  state: "failed",
  reason: `nothing answers here any more. ${UNREACHABLE.hint}`,
  seconds: null,
};
const NEVER = new AbortController().signal;
const BACK_LINE: CoreLine = { state: "ready", reason: "", seconds: null };

/** The page that `opta serve` serves: JSON and NDJSON over fetch on the same origin, with the token of this start. */
export class HttpTransport implements Transport {
  readonly place = "page";
  readonly #token = takeToken();
  readonly #watchers = new Set<(line: CoreLine) => void>();
  #isGone = false;

  /** Nobody keeps this core alive: that it is gone shows when it does not answer, and that it is back when it does. */
  core(onLine: (line: CoreLine) => void): () => void {
    this.#watchers.add(onLine);
    if (this.#isGone) onLine(GONE_LINE);
    return () => this.#watchers.delete(onLine);
  }

  async restartCore(): Promise<void> {
    await this.status(new AbortController().signal).catch(() => undefined);
  }

  status(signal: AbortSignal) {
    return this.#get("LlmStatus", "status", signal);
  }

  models(signal: AbortSignal) {
    return this.#get("ModelList", "models", signal);
  }

  async chat(call: ChatCall, onEvent: (event: Event) => void, signal: AbortSignal): Promise<ChatResult> {
    const body = { id: call.id, messages: call.messages, conversation_id: call.conversationId };
    for await (const line of this.#stream("chat", body, signal)) {
      if (line.event) onEvent(line.event);
      if (line.result) return line.result;
    }
    throw this.#cut(CUT.message);
  }

  async pull(model: string, onJob: (job: PullJob) => void, signal: AbortSignal): Promise<PullJob> {
    // A page that leaves only watches no more; who cancels means the download, whatever other pages watch it.
    const cancel = () => void this.#post("PullJob", "pull/stop", { name: model }, NEVER).catch(() => undefined);
    signal.addEventListener("abort", cancel, { once: true });
    try {
      return await this.#pulled(model, onJob, signal);
    } finally {
      signal.removeEventListener("abort", cancel);
    }
  }

  async #pulled(model: string, onJob: (job: PullJob) => void, signal: AbortSignal): Promise<PullJob> {
    let last: PullJob | null = null;
    for await (const line of this.#stream("pull", { name: model }, signal)) {
      if (line.job === null) continue;
      last = line.job;
      onJob(last);
    }
    if (last === null) throw this.#cut(CUT.message);
    return last;
  }

  telemetry(onFrame: (frame: Frame) => void, onFailure: (thrown: unknown) => void): () => void {
    const closing = new AbortController();
    this.#watch(onFrame, closing.signal).catch((thrown: unknown) => {
      if (!closing.signal.aborted) onFailure(thrown);
    });
    return () => closing.abort();
  }

  conversations(signal: AbortSignal) {
    return this.#get("ConversationList", "conversations", signal);
  }

  conversation(id: string, signal: AbortSignal) {
    return this.#get("Conversation", `conversations/${encodeURIComponent(id)}`, signal);
  }

  async forget(id: string, signal: AbortSignal): Promise<void> {
    await this.#fetch(`conversations/${encodeURIComponent(id)}`, { method: "DELETE", signal });
  }

  startOllama(signal: AbortSignal) {
    return this.#post("LlmStatus", "start", {}, signal);
  }

  chooseModel(name: string, signal: AbortSignal) {
    return this.#post("LlmStatus", "choose", { name }, signal);
  }

  async openLink(address: string): Promise<void> {
    window.open(address, "_blank", "noopener,noreferrer");
  }

  async #watch(onFrame: (frame: Frame) => void, signal: AbortSignal): Promise<void> {
    for await (const line of this.#stream("telemetry", {}, signal)) if (line.frame) onFrame(line.frame);
    throw this.#cut("The live readings broke off.");
  }

  async #get<Name extends keyof Contract>(name: Name, path: string, signal: AbortSignal): Promise<Contract[Name]> {
    return read(name, await (await this.#fetch(path, { signal })).json());
  }

  async #post<Name extends keyof Contract>(name: Name, path: string, body: object, signal: AbortSignal) {
    const response = await this.#fetch(path, { method: "POST", body: JSON.stringify(body), signal });
    return read(name, await response.json());
  }

  async *#stream(path: string, body: object, signal: AbortSignal): AsyncGenerator<StreamLine> {
    const response = await this.#fetch(path, { method: "POST", body: JSON.stringify(body), signal });
    if (response.body === null) throw this.#cut(CUT.message);
    try {
      for await (const line of streamLines(response.body)) {
        if (line.failure) throw new TransportError(line.failure);
        yield line;
      }
    } catch (thrown) {
      // What a browser throws for a connection that broke has no words for a person.
      throw thrown instanceof TypeError && !signal.aborted ? this.#cut(CUT.message) : thrown;
    }
  }

  /** A stream that ends too soon: the one sign that a core has gone while nobody asks it anything. */
  #cut(message: string): TransportError {
    void this.status(new AbortController().signal).catch(() => undefined);
    return new TransportError({ ...CUT, message });
  }

  async #fetch(path: string, options: RequestInit): Promise<Response> {
    const headers = { Authorization: `Bearer ${this.#token}`, "Content-Type": "application/json" };
    const response = await fetch(`api/${path}`, { ...options, headers }).catch((thrown: unknown) => {
      if (options.signal?.aborted) throw thrown;
      this.#tell(true);
      throw new TransportError(UNREACHABLE);
    });
    this.#tell(false);
    if (!response.ok) throw await refusal(response);
    return response;
  }

  #tell(isGone: boolean): void {
    if (isGone === this.#isGone) return;
    this.#isGone = isGone;
    for (const watcher of this.#watchers) watcher(isGone ? GONE_LINE : BACK_LINE);
  }
}

/** The token comes once, behind the # of the address, where it reaches no server log; then it leaves the address bar. */
function takeToken(): string {
  const given = new URLSearchParams(location.hash.slice(1)).get("token");
  if (given !== null) {
    sessionStorage.setItem(TOKEN_KEY, given);
    history.replaceState(null, "", location.pathname + location.search);
  }
  return given ?? sessionStorage.getItem(TOKEN_KEY) ?? "";
}

async function refusal(response: Response): Promise<TransportError> {
  try {
    return new TransportError(read("Failure", await response.json()));
  } catch {
    return new TransportError({
      code: `http.${response.status}`,
      message: `Opta's core refused with status ${response.status}.`,
      hint: response.status === 401 ? "Open the address that `opta serve` printed." : "",
    });
  }
}
