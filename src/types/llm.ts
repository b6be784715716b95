// The shell's own three types, by the names it was promised; reader.test.ts holds them to the contract.

/** Whether Ollama runs; `error` is left out where there is none. */
export interface LlmStatus {
  running: boolean;
  models: string[];
  error?: string;
}

export interface ChatMessage {
  role: "user" | "assistant" | "system";
  content: string;
}

export interface ChatResponse {
  content: string;
  model: string;
  done: boolean;
}
