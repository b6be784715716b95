import type { Frame, LlmStatus, ModelInfo, ModelList, ModelOffer, PullJob } from "../../types/contract";
import { LLAMA, LONG } from "./answers";

const GIB = 2 ** 30;
const START = Date.parse("2026-11-23T14:31:08.000Z");

export const RUNNING: LlmStatus = {
  running: true,
  models: ["llama3:8b", "qwen2.5:1.5b"],
  error: null,
  layer: "ok",
  fix: null,
  version: "0.32.15",
  server: null,
  here: true,
  leaves: false,
  backend: LLAMA,
  notices: [],
  jobs: [],
};

export const NOT_STARTED: LlmStatus = {
  ...RUNNING,
  running: false,
  models: [],
  layer: "not_started",
  error: "Ollama is installed and not started.",
  fix: "ollama serve",
  version: null,
  backend: null,
};

export const SILENT: LlmStatus = {
  ...NOT_STARTED,
  layer: "silent",
  error: "Something listens at 127.0.0.1:11434 and does not answer.",
  fix: "Restart Ollama: sudo systemctl restart ollama",
};

export const ELSEWHERE: LlmStatus = {
  ...RUNNING,
  backend: { backend: "openai", name: "Qwen/Qwen3-235B-A22B-Instruct-2507-FP8" },
  leaves: true,
  notices: ["Answers come from vllm.example.org: what you write is sent there."],
};

export const NO_MODEL: LlmStatus = {
  ...RUNNING,
  models: [],
  layer: "no_model",
  error: "Ollama runs and has no model yet.",
  fix: "ollama pull llama3:8b",
  backend: null,
};

const MODEL: ModelInfo = {
  name: "llama3:8b",
  backend: "ollama",
  size_bytes: 4_661_224_676,
  quantization: "Q4_0",
  parameters: "8.0B",
  context_tokens: 8192,
  capabilities: ["completion"],
  digest: "365c0bd3c000",
  cloud: false,
  loaded: true,
  needs_bytes: 5_905_580_032,
  fits: true,
  exam: "passed 39/40",
};

export const OFFER: ModelOffer = {
  name: "llama3:8b",
  size_bytes: 4_700_000_000,
  source: "Ollama's library, November 2026",
};

export const MODELS: ModelList = {
  offer: null,
  default: "llama3:8b",
  notices: [],
  models: [
    MODEL,
    {
      ...MODEL,
      name: "qwen2.5:1.5b",
      size_bytes: 986_061_892,
      needs_bytes: 1_610_612_736,
      parameters: "1.5B",
      quantization: "Q4_K_M",
      context_tokens: 32768,
      loaded: false,
      exam: "failed 22/40",
    },
    {
      ...MODEL,
      name: "llama3.3:70b",
      size_bytes: 42_520_413_916,
      needs_bytes: 47_244_640_256,
      parameters: "70.6B",
      quantization: "Q4_K_M",
      context_tokens: 131072,
      loaded: false,
      fits: false,
      exam: null,
    },
    {
      ...MODEL,
      name: "hf.co/bartowski/Meta-Llama-3.1-8B-Instruct-GGUF:latest",
      size_bytes: { unknown: "Ollama did not say" },
      needs_bytes: { unknown: "its size is not known" },
      parameters: null,
      quantization: null,
      context_tokens: null,
      loaded: false,
      fits: null,
      exam: null,
    },
  ],
};

/** How a download ended that could not. */
export const FAILED_JOB: Partial<PullJob> = {
  state: "failed",
  error: "The disk has 2.1 GB free, and llama3:8b takes 4.7 GB.",
  hint: "Make room, then get it again: it goes on where it was.",
};

export function job(completed: number, state: PullJob["state"] = "running"): PullJob {
  return {
    model: "llama3:8b",
    state,
    message: "downloading",
    completed_bytes: completed,
    total_bytes: 4_661_224_676,
    rate_bytes_per_second: state === "running" ? 11_800_000 : null,
    seconds_left: state === "running" ? (4_661_224_676 - completed) / 11_800_000 : null,
    resumed_bytes: 0,
    error: null,
    hint: null,
  };
}

/** A wave that is the same at every start. */
function wave(second: number, seed: number): number {
  return (Math.sin(second * 0.9 + seed) + Math.sin(second * 0.37 + seed * 2.1) + Math.sin(second * 2.3 + seed)) / 3;
}

/** What an example machine shows in its nth second. */
export type Machine = (second: number) => Frame;

/** Nothing is wrong with it. */
export const calm: Machine = (second) => frame(second, 0, "");

/** From its 35th second on a program keeps a core busy. */
export const busy: Machine = (second) => frame(second, rising(second), "render-fzr");

/** Its disk is full, too, and the program has a long name. */
export const full: Machine = (second) => ({ ...frame(second, rising(second), LONG), disk_used_ratio: 0.998 });

const UNREAD = { unknown: "not permitted for this user" };

/** Little of it can be read. */
export const closed: Machine = (second) => ({
  ...calm(second),
  disk_busy_ratio: UNREAD,
  disk_used_ratio: UNREAD,
  cpu_pressure_ratio: { unknown: "this kernel does not count it" },
  programs: UNREAD,
});

function rising(second: number): number {
  return Math.min(1, Math.max(0, (second - 33) / 8));
}

/** `rise` is how much of a core the program `hog` takes; no name, no program. */
function frame(second: number, rise: number, hog: string): Frame {
  const hogs = hog === "" ? [] : [{ name: hog, pid: 4123, cpu_cores: 0.98 * rise + 0.01, memory_bytes: 0.4 * GIB }];
  const others = [
    { name: "Firefox", pid: 2210, cpu_cores: 0.14 + 0.02 * wave(second, 1), memory_bytes: 1.1 * GIB },
    { name: "Code", pid: 3307, cpu_cores: 0.06 + 0.02 * wave(second, 2), memory_bytes: 0.6 * GIB },
    { name: "GNOME Shell", pid: 1404, cpu_cores: 0.03, memory_bytes: 0.3 * GIB },
    { name: "Files", pid: 2931, cpu_cores: 0.01, memory_bytes: 0.1 * GIB },
  ];
  return {
    at: new Date(START + second * 1000).toISOString(),
    cores: 2,
    cpu_busy_ratio: 0.12 + 0.49 * rise + 0.02 * wave(second, 3),
    memory_total_bytes: 23.5 * GIB,
    memory_available_bytes: (21.3 + 0.03 * wave(second, 4)) * GIB,
    disk_path: "/",
    disk_used_ratio: 0.13,
    disk_busy_ratio: Math.max(0, 0.012 + 0.01 * wave(second, 5)),
    received_bytes_per_second: Math.max(0, 320_000 + 110_000 * wave(second, 6)),
    sent_bytes_per_second: Math.max(0, 90_000 + 60_000 * wave(second, 7)),
    gpu_name: { unknown: "none found" },
    gpu_busy_ratio: { unknown: "none found" },
    cpu_pressure_ratio: Math.max(0, 0.01 + 0.16 * rise + 0.01 * wave(second, 8)),
    memory_pressure_ratio: 0,
    io_pressure_ratio: Math.max(0, 0.004 * wave(second, 9)),
    programs: [...hogs, ...others].toSorted((one, other) => other.cpu_cores - one.cpu_cores),
  };
}
