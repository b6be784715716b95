import type { Failure } from "../types/contract";

/** An error that a person can act on: what happened, and the next step. */
export class TransportError extends Error {
  override readonly name = "TransportError";
  readonly code: string;
  readonly hint: string;

  constructor(failure: Failure) {
    super(failure.message);
    this.code = failure.code;
    this.hint = failure.hint;
  }
}

/** Say any thrown thing as a failure; a shell's error is a plain object and not an Error. */
export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof TransportError) return { code: thrown.code, message: thrown.message, hint: thrown.hint };
  if (thrown instanceof Error) return { code: "error", message: thrown.message, hint: "" };
  if (typeof thrown === "string") return { code: "error", message: thrown, hint: "" };
  const said = (typeof thrown === "object" && thrown !== null ? thrown : {}) as Partial<Failure>;
  return {
    code: said.code ?? "error",
    message: said.message ?? "Something failed without saying what.",
    hint: said.hint ?? "",
  };
}

/** One line of a failure, with its next step. */
export function failureText(failure: Failure): string {
  return `${failure.message} ${failure.hint}`.trim();
}

/** Whether what was thrown is the caller's own stop. */
export function isStop(thrown: unknown): boolean {
  return thrown instanceof DOMException && thrown.name === "AbortError";
}
