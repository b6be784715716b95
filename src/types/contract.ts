// Generated from contract/schema.json by tools/gen_types.py; `make contract` writes it anew.
import type { Shape } from "./shape";

/** Stands where a value could not be read. Absent is not zero: it always has a reason. */
export interface Absent {
  /** Why there is no value, in words for the user. */
  readonly unknown: string;
}

/** What `opta ask --json` prints and the MCP tool `ask` returns. */
export interface Answer {
  /** All that the user is shown, parts joined in their order. */
  readonly answer: string;
  readonly cards: readonly CardRef[];
  readonly dropped_sentences: number;
  readonly findings: readonly Finding[];
  /** What stands before the first finding: Yes., No., I cannot tell., or how the question was taken. */
  readonly lead: string;
  readonly model: ModelRef | null;
  /** One line each on what answered and why: a fallback, a failed exam. */
  readonly notices: readonly string[];
  readonly parts: readonly Part[];
  readonly question: string;
  readonly schema: 1;
  readonly timings_ms: Timings;
  /** So many findings, the first, are told in full, of the others the title; null: all. */
  readonly told: number | null;
  readonly unknown: readonly UnknownSignal[];
  readonly verdict: "fault" | "healthy" | "unknown";
}

/** A program with all that it started. */
export interface ApplicationUse {
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly age_s: number | Absent;
  /** Of the one that does more than half of the work, else the same. */
  readonly busiest_pid: number;
  readonly cpu_cores: number;
  /** CPU time since it was started. */
  readonly cpu_total_s: number;
  /** What its processes share is counted once. */
  readonly memory_bytes: number;
  readonly name: string;
  /** Of the process that started the others. */
  readonly pid: number;
  readonly process_count: number;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly read_bytes_per_s: number | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly written_bytes_per_s: number | Absent;
}

/** What `ask` is asked. */
export interface AskArguments {
  /** One question about this computer, in plain words. */
  readonly question: string;
}

/** A card that the answer used: known, not measured. */
export interface CardRef {
  readonly id: string;
  readonly sources: readonly string[];
  readonly title: string;
}

/** A control group with a limit; under cgroup v1 one for each controller whose path is its own. None: no such limit is set. Absent: it is set elsewhere, or could not be read. */
export interface Cgroup {
  /** Made from its path; the same in every snapshot. */
  readonly id: string;
  readonly memory_limit_bytes: number | Absent | null;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly memory_limit_hits: number | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly memory_some_s: number | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly memory_used_bytes: number | Absent;
  /** Cleaned last part of its path. */
  readonly name: string;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly oom_kills: number | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly periods: number | Absent;
  readonly quota_cores: number | Absent | null;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly tasks: number | Absent;
  readonly tasks_limit: number | Absent | null;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly throttled_periods: number | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly throttled_s: number | Absent;
}

/** What `llm_chat` is asked. */
export interface ChatArguments {
  /** Keep this exchange in the conversation of that id, or in one of its own: new. */
  readonly conversation_id: string | null;
  /** Answer the last message from measurements of this computer, as the tool ask does. */
  readonly grounded: boolean;
  /** The answer is cut off after this time; what came by then is returned, marked truncated. null: no limit, for a client that never gives up. */
  readonly max_seconds: number | null;
  /** The conversation so far, oldest first; the last message is the one answered. */
  readonly messages: readonly ChatMessage[];
  /** A model's name as llm_models gives it. Left out: the configured one. */
  readonly model: string | null;
}

/** One message of a conversation. */
export interface ChatMessage {
  readonly content: string;
  readonly role: "user" | "assistant" | "system";
}

/** A whole answer of `llm_chat`; `error` is left out where there is none. */
export interface ChatResult {
  readonly backend: string | null;
  readonly content: string;
  readonly conversation_id: string | null;
  /** False where the answer broke off, was stopped or never came. */
  readonly done: boolean;
  readonly error: string | null;
  /** The `ask` object, for a grounded message. */
  readonly grounded: Answer | null;
  readonly model: string;
  readonly notices: readonly string[];
  /** The model's own words, not checked. */
  readonly plain_talk: boolean;
  /** A limit of time or length ended it. */
  readonly truncated: boolean;
}

/** One layer of Opta: how it stands, and the one thing to do about it. */
export interface Check {
  readonly fix: string | null;
  readonly layer: string;
  /** absent: Opta does without it; failed: something is to be mended. */
  readonly state: "ok" | "absent" | "failed";
  readonly told: string;
}

/** An open TCP connection's running totals and whose it is; no address. */
export interface ConnectionTotals {
  readonly id: number;
  readonly pid: number;
  readonly received_bytes: number;
  readonly sent_bytes: number;
}

/** A conversation, whole. */
export interface Conversation {
  readonly id: string;
  readonly messages: readonly StoredMessage[];
  readonly title: string;
}

/** Which conversation is meant. */
export interface ConversationArguments {
  readonly id: string;
}

/** A conversation in the list, the newest first. */
export interface ConversationInfo {
  readonly id: string;
  readonly messages: number;
  readonly title: string;
  /** ISO 8601, UTC. */
  readonly updated_at: string;
}

/** All conversations that are kept. */
export interface ConversationList {
  readonly conversations: readonly ConversationInfo[];
}

/** What the core does, told by whoever keeps it alive: never by itself. */
export interface CoreLine {
  /** Why it ended, or why it cannot be started. */
  readonly reason: string;
  /** It is started again within so many. */
  readonly seconds: number | null;
  readonly state: "starting" | "ready" | "restarting" | "failed" | "stopped";
}

/** Seconds a logical core spent in each state since boot; 0 only where the system says so. */
export interface CoreTimes {
  readonly idle_s: number;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly iowait_s: number | Absent;
  readonly irq_s: number;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly nice_s: number | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly steal_s: number | Absent;
  readonly system_s: number;
  readonly user_s: number;
}

/** The processor; shares of the time of all cores. */
export interface CpuReading {
  readonly applications: readonly ApplicationUse[] | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly busy_ratio: number | Absent;
  readonly core_busy_ratios: readonly number[] | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly core_count: number | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly forks_per_s: number | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly frequency_hertz: number | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly frequency_max_hertz: number | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly kernel_ratio: number | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly load_15m: number | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly load_1m: number | Absent;
  /** ISO 8601, UTC: the end of the window. */
  readonly measured_at: string;
  /** Work that yields to other work. */
  readonly nice_ratio: number | Absent;
  /** Share of the time in which something waited for a core. */
  readonly pressure_some_ratio: number | Absent;
  readonly processes: readonly ProcessUse[] | Absent;
  /** The length of the window. */
  readonly seconds: number;
  /** Work of processes that came and went within the window. */
  readonly short_lived_cores: number | Absent;
  /** Taken by the host of this virtual machine. */
  readonly steal_ratio: number | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly switches_per_core_per_s: number | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly temperature_celsius: number | Absent;
  /** How often heat or power slowed a core in the window. */
  readonly throttles: number | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly user_ratio: number | Absent;
}

/** The processor. */
export interface CpuTotals {
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly context_switches: number | Absent;
  readonly cores: readonly CoreTimes[];
  /** Processes and threads started since boot. */
  readonly forks: number | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly frequency_hertz: number | Absent;
  /** What the system lets it do. */
  readonly frequency_limit_hertz: number | Absent;
  /** What the processor can do. */
  readonly frequency_max_hertz: number | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly load_15m: number | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly load_1m: number | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly temperature_celsius: number | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly throttle_count: number | Absent;
}

/** What a finding points at; kind "none" where nothing is to blame. */
export interface Culprit {
  readonly kind: "process" | "application" | "mount" | "folder" | "device" | "service" | "none";
  readonly name: string;
  /** A mount point or device; the home folder is ~. */
  readonly path: string | null;
  readonly pid: number | null;
}

/** A file that has no name any more and still holds its blocks, since a process has it open. */
export interface DeletedFile {
  readonly allocated_bytes: number;
  readonly mount: string;
  readonly pid: number;
}

/** A file without a name that still holds its blocks. */
export interface DeletedFileUse {
  readonly allocated_bytes: number;
  readonly mount: string;
  /** Of the process that has it open. */
  readonly name: string;
  readonly pid: number;
}

/** A block device. */
export interface DeviceReading {
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly busy_ratio: number | Absent;
  /** Mean time of a read or write. */
  readonly latency_s: number | Absent;
  readonly name: string;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly read_bytes_per_s: number | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly written_bytes_per_s: number | Absent;
}

/** What `diagnose` is asked. */
export interface DiagnoseArguments {
  /** The complaint to explain first. Left out: everything is looked at alike. */
  readonly topic: "slow" | "freezes" | "full_disk" | "full_memory" | "full_swap" | "memory_use" | "cpu_use" | "disk_use" | "space_use" | "network" | "graphics" | "hot" | "loud" | "battery" | "boot" | "crash" | "cannot_start" | "growing" | "processes" | "model_slow" | "machine" | "anything" | null;
}

/** Findings alone, no model involved: what a client with a strong model of its own wants. */
export interface Diagnosis {
  readonly findings: readonly Finding[];
  /** How long the two snapshots were apart. */
  readonly seconds: number;
  readonly unknown: readonly UnknownSignal[];
  readonly verdict: "fault" | "healthy" | "unknown";
}

/** Room and traffic of disks. */
export interface DiskReading {
  /** Those that read or write most. */
  readonly applications: readonly ApplicationUse[] | Absent;
  readonly deleted_files: readonly DeletedFileUse[] | Absent;
  readonly devices: readonly DeviceReading[] | Absent;
  /** ISO 8601, UTC: the end of the window. */
  readonly measured_at: string;
  readonly mounts: readonly MountReading[] | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly pressure_full_ratio: number | Absent;
  /** Share of the time in which something waited for a disk. */
  readonly pressure_some_ratio: number | Absent;
  /** The length of the window. */
  readonly seconds: number;
  readonly unanswered: readonly UnknownSignal[];
}

/** A block device's running totals. */
export interface DiskTotals {
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly busy_s: number | Absent;
  readonly name: string;
  readonly read_bytes: number;
  readonly read_s: number;
  readonly reads: number;
  readonly write_s: number;
  readonly writes: number;
  readonly written_bytes: number;
}

/** All layers, from the ground up. */
export interface DoctorReport {
  readonly checks: readonly Check[];
}

/** One event of a running answer, the same on every transport; seq rises by one. A phase ("loading the model") says what goes on and is never part of the answer's text. */
export interface Event {
  /** The measured part, whole, beside the first words of rules or a card: drawn once, and for good. */
  readonly answer: Answer | null;
  readonly by: "rules" | "card" | "model" | null;
  /** Where it is kept, from its beginning on: an answer that is stopped has no result to say so. */
  readonly conversation_id: string | null;
  readonly kind: "phase" | "delta" | "done" | "error";
  readonly seq: number;
  readonly text: string;
}

/** One measured value that a finding rests on. */
export interface Evidence {
  /** The value as the answer writes it: 97 %, 2.9 GiB. */
  readonly display: string;
  /** The signal in a person's words: Processor, render-fzr. */
  readonly label: string | null;
  /** ISO 8601, UTC. */
  readonly measured_at: string;
  /** Dotted name, noun first: process.cpu, memory.available. */
  readonly signal: string;
  readonly threshold: number | null;
  /** ratio, cores, bytes, GiB, s, count, state, ... */
  readonly unit: string;
  readonly value: number | string;
}

/** What `opta exam --json` prints: forty closed questions, then free answers that the gate judges. */
export interface ExamReport {
  readonly asked: number;
  readonly backend: string;
  readonly correct: number;
  readonly kept_sentences: number;
  readonly model: string;
  readonly passed: boolean;
  readonly seconds: number;
  readonly written_sentences: number;
}

/** An error as a person can act on it; code is stable, for programs. */
export interface Failure {
  readonly code: string;
  readonly hint: string;
  readonly message: string;
}

/** What a rule found, in the rule's own words. */
export interface Finding {
  readonly advice: string;
  readonly culprit: Culprit;
  readonly evidence: readonly Evidence[];
  readonly id: string;
  readonly risk: string;
  readonly severity: "critical" | "warning" | "info";
  readonly sources: readonly string[];
  readonly title: string;
  readonly undo: string;
  readonly why: string;
}

/** A folder or a file in the home folder itself. */
export interface FolderSize {
  /** Blocks on the disk; a file of several names is counted once. */
  readonly allocated_bytes: number;
  /** With ~/ before it. */
  readonly name: string;
  /** Whether all of it was seen; else it takes at least this. */
  readonly whole: boolean;
}

/** What was counted within the time there was. */
export interface Folders {
  readonly disk_available_bytes: number;
  /** Of the disk that the home folder is on. */
  readonly disk_used_bytes: number;
  /** Files and folders looked at. */
  readonly entries: number;
  /** The largest in the home folder, the largest first. */
  readonly home: readonly FolderSize[];
  readonly home_bytes: number;
  /** What could not be counted, and why. */
  readonly missed: readonly UnknownSignal[];
  /** Of the table, those that are here, the largest first. */
  readonly places: readonly PlaceSize[];
  readonly seconds: number;
  /** Whether there was time for everything. */
  readonly whole: boolean;
}

/** The machine over the last second, for the meters; pushed only while somebody looks. */
export interface Frame {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly cores: number | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly cpu_busy_ratio: number | Absent;
  /** Share of the time in which some work waited for it. */
  readonly cpu_pressure_ratio: number | Absent;
  /** Of the busiest disk. */
  readonly disk_busy_ratio: number | Absent;
  /** The mount point that disk_used_ratio is about. */
  readonly disk_path: string;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly disk_used_ratio: number | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly gpu_busy_ratio: number | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly gpu_name: string | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly io_pressure_ratio: number | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly memory_available_bytes: number | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly memory_pressure_ratio: number | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly memory_total_bytes: number | Absent;
  readonly programs: readonly LiveProgram[] | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly received_bytes_per_second: number | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly sent_bytes_per_second: number | Absent;
}

/** A graphics card, as its driver tells it. */
export interface Gpu {
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly busy_ratio: number | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly clock_hertz: number | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly clock_max_hertz: number | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly memory_total_bytes: number | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly memory_used_bytes: number | Absent;
  readonly name: string;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly power_limit_watts: number | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly power_watts: number | Absent;
  readonly processes: readonly GpuProcess[] | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly temperature_celsius: number | Absent;
  readonly throttle_reasons: readonly string[] | Absent;
  readonly vendor: string;
}

/** Who holds a graphics card's memory. */
export interface GpuProcess {
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly busy_ratio: number | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly memory_bytes: number | Absent;
  readonly name: string;
  readonly pid: number;
}

/** Graphics cards. */
export interface GpuReading {
  readonly cards: readonly Gpu[] | Absent;
  /** ISO 8601, UTC: the end of the window. */
  readonly measured_at: string;
  /** The length of the window. */
  readonly seconds: number;
}

/** The machine, without its name. */
export interface Host {
  readonly release: string;
  readonly system: "linux" | "macos" | "windows" | "other";
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly uptime_s: number | Absent;
  /** What kind of virtual machine or container it is; empty on bare metal. */
  readonly virtual: string | Absent;
}

/** A network interface. */
export interface InterfaceReading {
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly drop_ratio: number | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly errors_per_s: number | Absent;
  readonly name: string;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly received_bytes_per_s: number | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly sent_bytes_per_s: number | Absent;
  readonly up: boolean | Absent;
  /** The busier direction, of what the link can carry. */
  readonly use_ratio: number | Absent;
  readonly wireless: boolean | Absent;
}

/** A network interface's running totals, loopback left out. */
export interface InterfaceTotals {
  readonly drops: number;
  readonly errors: number;
  readonly name: string;
  readonly received_bytes: number;
  readonly received_packets: number;
  readonly sent_bytes: number;
  readonly sent_packets: number;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly speed_bits_per_s: number | Absent;
  readonly up: boolean | Absent;
  readonly wireless: boolean | Absent;
}

/** System-wide limits, and how many tasks the present user may have (None: as many as the system has room for). */
export interface Limits {
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly open_files: number | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly open_files_limit: number | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly tasks: number | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly tasks_limit: number | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly user_tasks: number | Absent;
  readonly user_tasks_limit: number | Absent | null;
}

/** An application in the list of those that use most. */
export interface LiveProgram {
  /** Cores it kept busy: 0.98 is nearly one. */
  readonly cpu_cores: number;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly memory_bytes: number | Absent;
  readonly name: string;
  /** Of the process that started the others: two programs may have one name. */
  readonly pid: number;
}

/** Whether Ollama runs and, where it does not, which layer fails and the one fix. `running`, `models`, `error`, `layer` and `fix` mean Ollama; `server` another one; `backend` is what would answer. */
export interface LlmStatus {
  readonly backend: ModelRef | null;
  readonly error: string | null;
  readonly fix: string | null;
  /** Ollama's address is on this computer, so that it can be started. */
  readonly here: boolean;
  readonly jobs: readonly PullJob[];
  readonly layer: "ok" | "not_installed" | "not_started" | "port_held" | "silent" | "http_error" | "not_ollama" | "no_model" | "cold" | "on_cpu";
  /** What is said to what would answer leaves this computer. */
  readonly leaves: boolean;
  readonly models: readonly string[];
  readonly notices: readonly string[];
  readonly running: boolean;
  /** Left out where no server is named by OPTA_BASE_URL. */
  readonly server: ServerStatus | null;
  readonly version: string | null;
}

/** Main memory and swap. */
export interface MemoryReading {
  readonly applications: readonly ApplicationUse[] | Absent;
  /** What programs can still have, cache that is given back included. */
  readonly available_bytes: number | Absent;
  /** Copies of files, given back when needed. */
  readonly cached_bytes: number | Absent;
  /** Used for nothing at all; low is normal. */
  readonly free_bytes: number | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly major_faults_per_s: number | Absent;
  /** ISO 8601, UTC: the end of the window. */
  readonly measured_at: string;
  /** Processes ended for want of memory in the window. */
  readonly oom_kills: number | Absent;
  /** Share of the time in which everything did. */
  readonly pressure_full_ratio: number | Absent;
  /** Share of the time in which something waited for memory. */
  readonly pressure_some_ratio: number | Absent;
  readonly processes: readonly ProcessUse[] | Absent;
  /** The length of the window. */
  readonly seconds: number;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly swap_in_bytes_per_s: number | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly swap_out_bytes_per_s: number | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly swap_total_bytes: number | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly swap_used_bytes: number | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly total_bytes: number | Absent;
  /** Total less available. */
  readonly used_bytes: number | Absent;
}

/** Main memory and swap. */
export interface MemoryTotals {
  readonly available_bytes: number;
  /** Page cache that can be given back: without shared memory. */
  readonly cached_bytes: number | Absent;
  readonly free_bytes: number;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly major_faults: number | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly oom_kills: number | Absent;
  /** Pages read again soon after they were thrown out. */
  readonly refaults: number | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly shared_bytes: number | Absent;
  readonly swap_free_bytes: number;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly swap_in_bytes: number | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly swap_out_bytes: number | Absent;
  readonly swap_total_bytes: number;
  readonly total_bytes: number;
}

/** Which model is meant. */
export interface ModelArguments {
  /** As llm_models gives it. */
  readonly name: string;
}

/** An installed model; sizes in bytes. */
export interface ModelInfo {
  readonly backend: string;
  readonly capabilities: readonly string[];
  /** Runs elsewhere: what is said leaves this computer. */
  readonly cloud: boolean;
  readonly context_tokens: number | null;
  readonly digest: string | null;
  /** passed 39/40, failed 12/40, failed at question 4/40, or null: not taken. */
  readonly exam: string | null;
  /** Against the memory free now; null where unknown. */
  readonly fits: boolean | null;
  readonly loaded: boolean;
  readonly name: string;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly needs_bytes: number | Absent;
  readonly parameters: string | null;
  readonly quantization: string | null;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly size_bytes: number | Absent;
}

/** What `llm_models` returns. */
export interface ModelList {
  readonly default: string;
  readonly models: readonly ModelInfo[];
  readonly notices: readonly string[];
  /** The one to pull where none is here; left out where one is. */
  readonly offer: ModelOffer | null;
}

/** A model that is not here and would fit: what a pull of it brings, and where its size is known from. */
export interface ModelOffer {
  readonly name: string;
  /** Of the download. */
  readonly size_bytes: number | Absent;
  readonly source: string;
}

/** Which model spoke. */
export interface ModelRef {
  readonly backend: string;
  readonly name: string;
}

/** A disk as a person sees it. */
export interface MountReading {
  readonly available_bytes: number;
  readonly device: string;
  readonly filesystem: string;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly fill_bytes_per_s: number | Absent;
  /** 0 where the file system has no fixed number of files. */
  readonly inodes_used_ratio: number;
  readonly path: string;
  readonly read_only: boolean;
  readonly total_bytes: number;
  readonly used_bytes: number;
  /** Of what users can have, as df tells it. */
  readonly used_ratio: number | Absent;
}

/** A mount in a light look. */
export interface MountSample {
  readonly available_bytes: number;
  readonly path: string;
}

/** A mounted file system that a person would call a disk. */
export interface MountUse {
  /** Free to ordinary users. */
  readonly available_bytes: number;
  /** A share on the network is only called that: its address would name a host. */
  readonly device: string;
  readonly filesystem: string;
  /** Free to root, the reserve included. */
  readonly free_bytes: number;
  readonly inodes_free: number;
  /** 0 where the file system has no fixed number. */
  readonly inodes_total: number;
  /** The home folder is ~. */
  readonly path: string;
  readonly read_only: boolean;
  readonly total_bytes: number;
  readonly used_bytes: number;
}

/** Network; loopback left out of the interfaces. */
export interface NetworkReading {
  readonly applications: readonly NetworkUse[] | Absent;
  readonly interfaces: readonly InterfaceReading[] | Absent;
  /** ISO 8601, UTC: the end of the window. */
  readonly measured_at: string;
  /** The length of the window. */
  readonly seconds: number;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly tcp_resent_ratio: number | Absent;
  readonly unanswered: readonly UnknownSignal[];
}

/** All interfaces, and TCP. */
export interface NetworkTotals {
  readonly interfaces: readonly InterfaceTotals[];
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly tcp_segments_resent: number | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly tcp_segments_sent: number | Absent;
}

/** Who uses the network: TCP alone, connections that lasted through the window. */
export interface NetworkUse {
  readonly name: string;
  readonly pid: number;
  readonly received_bytes_per_s: number;
  readonly sent_bytes_per_s: number;
}

/** A tool that is asked nothing. */
export interface NoArguments {
}

/** A process that the kernel ended for want of memory, as its log tells. */
export interface OomKill {
  /** Seconds since boot. */
  readonly at_s: number;
  readonly pid: number;
  readonly victim: string;
}

/** A piece of the answer and whose words it is. */
export interface Part {
  readonly by: "rules" | "card" | "model";
  readonly text: string;
}

/** A place that is known by what is in it: a cache, the bin, models. */
export interface PlaceSize {
  /** What clearing it gives back: blocks, without files that another folder holds by a second name. */
  readonly freed_bytes: number;
  /** Its id in the table of places. */
  readonly id: string;
  /** Whether all of it was seen; else it holds at least this. */
  readonly whole: boolean;
}

/** Mains, battery, and what the system was told to save. */
export interface Power {
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly charge_ratio: number | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly governor: string | Absent;
  readonly on_mains: boolean | Absent;
  /** performance, balanced, low-power, ... */
  readonly profile: string | Absent;
}

/** Linux pressure stall information: seconds in which some, or all, work waited, since boot. */
export interface PressureTotals {
  readonly cpu_some_s: number;
  readonly io_full_s: number;
  readonly io_some_s: number;
  readonly memory_full_s: number;
  readonly memory_some_s: number;
}

/** A process in a light look. */
export interface ProcessSample {
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly anonymous_bytes: number | Absent;
  readonly pid: number;
  readonly resident_bytes: number;
  readonly started_s: number;
  readonly state: "running" | "sleeping" | "waiting" | "stopped" | "traced" | "zombie" | "idle" | "unknown";
}

/** One process. Its name is the cleaned base name of its program, never its command line. */
export interface ProcessTotals {
  /** Memory of its own, not mapped from files. */
  readonly anonymous_bytes: number | Absent;
  /** Equal for two processes that share all their control groups. */
  readonly cgroup: string;
  /** Ids of the snapshot's cgroups it is in, innermost first. */
  readonly cgroups: readonly string[];
  /** Of children that have ended and been waited for. */
  readonly children_cpu_s: number | Absent;
  /** On how many logical cores it may run. */
  readonly cores_allowed: number | Absent;
  readonly cpu_s: number;
  /** Its cgroup is frozen. */
  readonly frozen: boolean;
  /** A thread of the kernel, by its flags, not its name. */
  readonly kernel: boolean;
  /** The login it belongs to, as the kernel's audit numbers it; 0: none. */
  readonly login: number;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly major_faults: number | Absent;
  /** As a person knows it: the script's name where a script runs. */
  readonly name: string;
  readonly nice: number;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly open_files: number | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly open_files_limit: number | Absent;
  /** Opta itself, or a child of it. */
  readonly own: boolean;
  readonly parent_pid: number;
  readonly pid: number;
  /** Base name of the file that runs, where readable, else the name. */
  readonly program: string;
  /** When it was read, on the snapshot's clock. */
  readonly read_at_s: number;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly read_bytes: number | Absent;
  readonly resident_bytes: number;
  /** Time that its threads were ready to run and waited for a core. */
  readonly run_delay_s: number | Absent;
  /** The number of its session: what setsid gives; 0: unknown. */
  readonly session: number;
  /** Seconds since boot; with pid, the identity of a process. */
  readonly started_s: number;
  readonly state: "running" | "sleeping" | "waiting" | "stopped" | "traced" | "zombie" | "idle" | "unknown";
  /** Memory of its own that lies in swap. */
  readonly swapped_bytes: number | Absent;
  /** How often its threads were put on a core. */
  readonly switches: number | Absent;
  /** Whether a terminal controls it. */
  readonly terminal: boolean;
  readonly threads: number;
  /** The kernel function an uninterruptible wait is in; empty: none. */
  readonly waits_in: string | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly written_bytes: number | Absent;
}

/** One process. */
export interface ProcessUse {
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly age_s: number | Absent;
  /** Of children that ended in the window. */
  readonly children_cpu_cores: number | Absent;
  readonly cpu_cores: number;
  readonly cpu_total_s: number;
  readonly memory_bytes: number;
  readonly name: string;
  readonly nice: number;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly open_files: number | Absent;
  readonly pid: number;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly read_bytes_per_s: number | Absent;
  /** Time its threads waited for a core, of the window. */
  readonly run_delay_ratio: number | Absent;
  readonly state: "running" | "sleeping" | "waiting" | "stopped" | "traced" | "zombie" | "idle" | "unknown";
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly written_bytes_per_s: number | Absent;
}

/** Applications and processes. */
export interface ProcessesReading {
  readonly by_cpu: readonly ApplicationUse[] | Absent;
  readonly by_memory: readonly ApplicationUse[] | Absent;
  /** ISO 8601, UTC: the end of the window. */
  readonly measured_at: string;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly process_count: number | Absent;
  /** The busiest, each by itself. */
  readonly processes: readonly ProcessUse[] | Absent;
  /** The length of the window. */
  readonly seconds: number;
  /** How many processes are in each state. */
  readonly states: Readonly<Record<string, number>> | Absent;
}

/** What `llm_pull` is asked. */
export interface PullArguments {
  /** Name and tag, such as llama3:8b. */
  readonly model: string;
  /** Stop this model's download; what has arrived is kept. */
  readonly stop: boolean;
  /** The call returns after this time at the latest; the download goes on without it. null: at its end. */
  readonly wait_seconds: number | null;
}

/** A model on its way here; rate in bytes per second, time left in seconds. */
export interface PullJob {
  readonly completed_bytes: number;
  readonly error: string | null;
  readonly hint: string | null;
  readonly message: string;
  readonly model: string;
  readonly rate_bytes_per_second: number | null;
  /** Already here when this pull began. */
  readonly resumed_bytes: number;
  readonly seconds_left: number | null;
  readonly state: "running" | "stalled" | "done" | "failed" | "stopped";
  readonly total_bytes: number | null;
}

/** What all readings have in common. */
export interface Reading {
  /** ISO 8601, UTC: the end of the window. */
  readonly measured_at: string;
  /** The length of the window. */
  readonly seconds: number;
}

/** A first and a last snapshot, and light looks between: what `--record` writes and `--replay` reads. */
export interface Recording {
  readonly folders: Folders | Absent;
  /** How it was made, where it was made by hand. */
  readonly note: string;
  readonly opta_version: string;
  readonly samples: readonly Sample[];
  readonly schema: 1;
  readonly snapshots: readonly Snapshot[];
}

/** A light look between the first snapshot and the last: processor, pressure, memory of processes, space of mounts. It costs a tenth of a snapshot. Two-window rules and growth need it; everything else is in the snapshots. */
export interface Sample {
  readonly clock_s: number;
  readonly cores: readonly CoreTimes[] | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly memory_available_bytes: number | Absent;
  readonly mounts: readonly MountSample[] | Absent;
  readonly pressure: PressureTotals | Absent;
  readonly processes: readonly ProcessSample[] | Absent;
}

/** The server that OPTA_BASE_URL names, which answers before all others: where it does not, why and the one fix. */
export interface ServerStatus {
  readonly address: string;
  readonly error: string | null;
  readonly fix: string | null;
  readonly layer: "ok" | "not_installed" | "not_started" | "port_held" | "silent" | "http_error" | "not_ollama" | "no_model" | "cold" | "on_cpu";
}

/** Everything at one instant. A part that could not be read says why. */
export interface Snapshot {
  readonly cgroups: readonly Cgroup[] | Absent;
  /** Monotonic; only differences mean anything. */
  readonly clock_s: number;
  readonly connections: readonly ConnectionTotals[] | Absent;
  readonly cpu: CpuTotals | Absent;
  readonly deleted_files: readonly DeletedFile[] | Absent;
  readonly disks: readonly DiskTotals[] | Absent;
  readonly gpus: readonly Gpu[] | Absent;
  readonly host: Host;
  readonly limits: Limits | Absent;
  readonly memory: MemoryTotals | Absent;
  /** Single things inside a part that could not be read: a share that does not answer. */
  readonly missed: readonly UnknownSignal[];
  readonly mounts: readonly MountUse[] | Absent;
  readonly network: NetworkTotals | Absent;
  readonly oom_log: readonly OomKill[] | Absent;
  readonly power: Power | Absent;
  readonly pressure: PressureTotals | Absent;
  readonly processes: readonly ProcessTotals[] | Absent;
  /** ISO 8601, UTC. */
  readonly taken_at: string;
}

/** One message of a kept conversation; a partial one is an answer whose end never came. */
export interface StoredMessage {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly content: string;
  /** The findings that the answer rests on. */
  readonly grounded: Answer | null;
  readonly id: number;
  /** Who spoke; empty for the user and for the rules. */
  readonly model: string;
  readonly role: "user" | "assistant" | "system";
  readonly state: "whole" | "partial" | "stopped" | "failed";
}

/** One line of a stream; exactly one field is filled. A result or a failure is the last line. */
export interface StreamLine {
  readonly event: Event | null;
  readonly failure: Failure | null;
  readonly frame: Frame | null;
  readonly job: PullJob | null;
  readonly result: ChatResult | null;
}

/** Everything at once; applications and processes once, under `processes`. */
export interface SystemReading {
  readonly cpu: CpuReading;
  readonly disk: DiskReading;
  readonly gpu: GpuReading;
  readonly host: Host;
  readonly limits: Limits | Absent;
  /** ISO 8601, UTC: the end of the window. */
  readonly measured_at: string;
  readonly memory: MemoryReading;
  readonly network: NetworkReading;
  /** What Opta itself used, a model of its own included. */
  readonly own_cpu_cores: number | Absent;
  /** A value of this type is either what was measured or an Absent with its reason. */
  readonly own_memory_bytes: number | Absent;
  readonly power: Power | Absent;
  readonly processes: ProcessesReading;
  /** The length of the window. */
  readonly seconds: number;
}

/** Milliseconds from the question on. */
export interface Timings {
  readonly first_text: number;
  readonly model_first_token: number | null;
  readonly snapshot: number;
  readonly total: number;
}

/** A signal that could not be read and that the answer would have used. */
export interface UnknownSignal {
  /** The signal in a person's words: Graphics card. */
  readonly label: string | null;
  readonly reason: string;
  readonly signal: string;
}

/** Every type of the contract, by its name. */
export interface Contract {
  readonly Absent: Absent;
  readonly Answer: Answer;
  readonly ApplicationUse: ApplicationUse;
  readonly AskArguments: AskArguments;
  readonly CardRef: CardRef;
  readonly Cgroup: Cgroup;
  readonly ChatArguments: ChatArguments;
  readonly ChatMessage: ChatMessage;
  readonly ChatResult: ChatResult;
  readonly Check: Check;
  readonly ConnectionTotals: ConnectionTotals;
  readonly Conversation: Conversation;
  readonly ConversationArguments: ConversationArguments;
  readonly ConversationInfo: ConversationInfo;
  readonly ConversationList: ConversationList;
  readonly CoreLine: CoreLine;
  readonly CoreTimes: CoreTimes;
  readonly CpuReading: CpuReading;
  readonly CpuTotals: CpuTotals;
  readonly Culprit: Culprit;
  readonly DeletedFile: DeletedFile;
  readonly DeletedFileUse: DeletedFileUse;
  readonly DeviceReading: DeviceReading;
  readonly DiagnoseArguments: DiagnoseArguments;
  readonly Diagnosis: Diagnosis;
  readonly DiskReading: DiskReading;
  readonly DiskTotals: DiskTotals;
  readonly DoctorReport: DoctorReport;
  readonly Event: Event;
  readonly Evidence: Evidence;
  readonly ExamReport: ExamReport;
  readonly Failure: Failure;
  readonly Finding: Finding;
  readonly FolderSize: FolderSize;
  readonly Folders: Folders;
  readonly Frame: Frame;
  readonly Gpu: Gpu;
  readonly GpuProcess: GpuProcess;
  readonly GpuReading: GpuReading;
  readonly Host: Host;
  readonly InterfaceReading: InterfaceReading;
  readonly InterfaceTotals: InterfaceTotals;
  readonly Limits: Limits;
  readonly LiveProgram: LiveProgram;
  readonly LlmStatus: LlmStatus;
  readonly MemoryReading: MemoryReading;
  readonly MemoryTotals: MemoryTotals;
  readonly ModelArguments: ModelArguments;
  readonly ModelInfo: ModelInfo;
  readonly ModelList: ModelList;
  readonly ModelOffer: ModelOffer;
  readonly ModelRef: ModelRef;
  readonly MountReading: MountReading;
  readonly MountSample: MountSample;
  readonly MountUse: MountUse;
  readonly NetworkReading: NetworkReading;
  readonly NetworkTotals: NetworkTotals;
  readonly NetworkUse: NetworkUse;
  readonly NoArguments: NoArguments;
  readonly OomKill: OomKill;
  readonly Part: Part;
  readonly PlaceSize: PlaceSize;
  readonly Power: Power;
  readonly PressureTotals: PressureTotals;
  readonly ProcessSample: ProcessSample;
  readonly ProcessTotals: ProcessTotals;
  readonly ProcessUse: ProcessUse;
  readonly ProcessesReading: ProcessesReading;
  readonly PullArguments: PullArguments;
  readonly PullJob: PullJob;
  readonly Reading: Reading;
  readonly Recording: Recording;
  readonly Sample: Sample;
  readonly ServerStatus: ServerStatus;
  readonly Snapshot: Snapshot;
  readonly StoredMessage: StoredMessage;
  readonly StreamLine: StreamLine;
  readonly SystemReading: SystemReading;
  readonly Timings: Timings;
  readonly UnknownSignal: UnknownSignal;
}

export const SHAPES: Readonly<Record<keyof Contract, Shape>> = {
  Absent: { unknown: { kind: "string" } },
  Answer: { answer: { kind: "string" }, cards: { kind: {"list": {"ref": "CardRef"}}, otherwise: [] }, dropped_sentences: { kind: "integer", otherwise: 0 }, findings: { kind: {"list": {"ref": "Finding"}}, otherwise: [] }, lead: { kind: "string", otherwise: "" }, model: { kind: {"any": [{"ref": "ModelRef"}, "null"]}, otherwise: null }, notices: { kind: {"list": "string"}, otherwise: [] }, parts: { kind: {"list": {"ref": "Part"}} }, question: { kind: "string" }, schema: { kind: {"values": [1]}, otherwise: 1 }, timings_ms: { kind: {"ref": "Timings"}, otherwise: {"first_text": 0.0, "model_first_token": null, "snapshot": 0.0, "total": 0.0} }, told: { kind: {"any": ["integer", "null"]}, otherwise: null }, unknown: { kind: {"list": {"ref": "UnknownSignal"}}, otherwise: [] }, verdict: { kind: {"values": ["fault", "healthy", "unknown"]} } },
  ApplicationUse: { age_s: { kind: {"any": ["number", {"ref": "Absent"}]} }, busiest_pid: { kind: "integer" }, cpu_cores: { kind: "number" }, cpu_total_s: { kind: "number" }, memory_bytes: { kind: "integer" }, name: { kind: "string" }, pid: { kind: "integer" }, process_count: { kind: "integer" }, read_bytes_per_s: { kind: {"any": ["number", {"ref": "Absent"}]} }, written_bytes_per_s: { kind: {"any": ["number", {"ref": "Absent"}]} } },
  AskArguments: { question: { kind: "string" } },
  CardRef: { id: { kind: "string" }, sources: { kind: {"list": "string"}, otherwise: [] }, title: { kind: "string" } },
  Cgroup: { id: { kind: "string" }, memory_limit_bytes: { kind: {"any": [{"any": ["integer", {"ref": "Absent"}]}, "null"]} }, memory_limit_hits: { kind: {"any": ["integer", {"ref": "Absent"}]} }, memory_some_s: { kind: {"any": ["number", {"ref": "Absent"}]} }, memory_used_bytes: { kind: {"any": ["integer", {"ref": "Absent"}]} }, name: { kind: "string" }, oom_kills: { kind: {"any": ["integer", {"ref": "Absent"}]} }, periods: { kind: {"any": ["integer", {"ref": "Absent"}]} }, quota_cores: { kind: {"any": [{"any": ["number", {"ref": "Absent"}]}, "null"]} }, tasks: { kind: {"any": ["integer", {"ref": "Absent"}]} }, tasks_limit: { kind: {"any": [{"any": ["integer", {"ref": "Absent"}]}, "null"]} }, throttled_periods: { kind: {"any": ["integer", {"ref": "Absent"}]} }, throttled_s: { kind: {"any": ["number", {"ref": "Absent"}]} } },
  ChatArguments: { conversation_id: { kind: {"any": ["string", "null"]}, otherwise: null }, grounded: { kind: "boolean", otherwise: false }, max_seconds: { kind: {"any": ["number", "null"]}, otherwise: 50.0 }, messages: { kind: {"list": {"ref": "ChatMessage"}} }, model: { kind: {"any": ["string", "null"]}, otherwise: null } },
  ChatMessage: { content: { kind: "string" }, role: { kind: {"values": ["user", "assistant", "system"]} } },
  ChatResult: { backend: { kind: {"any": ["string", "null"]}, otherwise: null }, content: { kind: "string" }, conversation_id: { kind: {"any": ["string", "null"]}, otherwise: null }, done: { kind: "boolean" }, error: { kind: {"any": ["string", "null"]}, otherwise: null }, grounded: { kind: {"any": [{"ref": "Answer"}, "null"]}, otherwise: null }, model: { kind: "string" }, notices: { kind: {"list": "string"}, otherwise: [] }, plain_talk: { kind: "boolean", otherwise: false }, truncated: { kind: "boolean", otherwise: false } },
  Check: { fix: { kind: {"any": ["string", "null"]}, otherwise: null }, layer: { kind: "string" }, state: { kind: {"values": ["ok", "absent", "failed"]} }, told: { kind: "string" } },
  ConnectionTotals: { id: { kind: "integer" }, pid: { kind: "integer" }, received_bytes: { kind: "integer" }, sent_bytes: { kind: "integer" } },
  Conversation: { id: { kind: "string" }, messages: { kind: {"list": {"ref": "StoredMessage"}} }, title: { kind: "string" } },
  ConversationArguments: { id: { kind: "string" } },
  ConversationInfo: { id: { kind: "string" }, messages: { kind: "integer" }, title: { kind: "string" }, updated_at: { kind: "string" } },
  ConversationList: { conversations: { kind: {"list": {"ref": "ConversationInfo"}} } },
  CoreLine: { reason: { kind: "string", otherwise: "" }, seconds: { kind: {"any": ["number", "null"]}, otherwise: null }, state: { kind: {"values": ["starting", "ready", "restarting", "failed", "stopped"]} } },
  CoreTimes: { idle_s: { kind: "number" }, iowait_s: { kind: {"any": ["number", {"ref": "Absent"}]}, otherwise: {"unknown": "this recording does not tell"} }, irq_s: { kind: "number", otherwise: 0.0 }, nice_s: { kind: {"any": ["number", {"ref": "Absent"}]} }, steal_s: { kind: {"any": ["number", {"ref": "Absent"}]}, otherwise: {"unknown": "this recording does not tell"} }, system_s: { kind: "number" }, user_s: { kind: "number" } },
  CpuReading: { applications: { kind: {"any": [{"list": {"ref": "ApplicationUse"}}, {"ref": "Absent"}]} }, busy_ratio: { kind: {"any": ["number", {"ref": "Absent"}]} }, core_busy_ratios: { kind: {"any": [{"list": "number"}, {"ref": "Absent"}]} }, core_count: { kind: {"any": ["integer", {"ref": "Absent"}]} }, forks_per_s: { kind: {"any": ["number", {"ref": "Absent"}]} }, frequency_hertz: { kind: {"any": ["number", {"ref": "Absent"}]} }, frequency_max_hertz: { kind: {"any": ["number", {"ref": "Absent"}]} }, kernel_ratio: { kind: {"any": ["number", {"ref": "Absent"}]} }, load_15m: { kind: {"any": ["number", {"ref": "Absent"}]} }, load_1m: { kind: {"any": ["number", {"ref": "Absent"}]} }, measured_at: { kind: "string" }, nice_ratio: { kind: {"any": ["number", {"ref": "Absent"}]} }, pressure_some_ratio: { kind: {"any": ["number", {"ref": "Absent"}]} }, processes: { kind: {"any": [{"list": {"ref": "ProcessUse"}}, {"ref": "Absent"}]} }, seconds: { kind: "number" }, short_lived_cores: { kind: {"any": ["number", {"ref": "Absent"}]} }, steal_ratio: { kind: {"any": ["number", {"ref": "Absent"}]} }, switches_per_core_per_s: { kind: {"any": ["number", {"ref": "Absent"}]} }, temperature_celsius: { kind: {"any": ["number", {"ref": "Absent"}]} }, throttles: { kind: {"any": ["integer", {"ref": "Absent"}]} }, user_ratio: { kind: {"any": ["number", {"ref": "Absent"}]} } },
  CpuTotals: { context_switches: { kind: {"any": ["integer", {"ref": "Absent"}]} }, cores: { kind: {"list": {"ref": "CoreTimes"}} }, forks: { kind: {"any": ["integer", {"ref": "Absent"}]} }, frequency_hertz: { kind: {"any": ["number", {"ref": "Absent"}]} }, frequency_limit_hertz: { kind: {"any": ["number", {"ref": "Absent"}]} }, frequency_max_hertz: { kind: {"any": ["number", {"ref": "Absent"}]} }, load_15m: { kind: {"any": ["number", {"ref": "Absent"}]} }, load_1m: { kind: {"any": ["number", {"ref": "Absent"}]} }, temperature_celsius: { kind: {"any": ["number", {"ref": "Absent"}]} }, throttle_count: { kind: {"any": ["integer", {"ref": "Absent"}]} } },
  Culprit: { kind: { kind: {"values": ["process", "application", "mount", "folder", "device", "service", "none"]}, otherwise: "none" }, name: { kind: "string", otherwise: "" }, path: { kind: {"any": ["string", "null"]}, otherwise: null }, pid: { kind: {"any": ["integer", "null"]}, otherwise: null } },
  DeletedFile: { allocated_bytes: { kind: "integer" }, mount: { kind: "string" }, pid: { kind: "integer" } },
  DeletedFileUse: { allocated_bytes: { kind: "integer" }, mount: { kind: "string" }, name: { kind: "string" }, pid: { kind: "integer" } },
  DeviceReading: { busy_ratio: { kind: {"any": ["number", {"ref": "Absent"}]} }, latency_s: { kind: {"any": ["number", {"ref": "Absent"}]} }, name: { kind: "string" }, read_bytes_per_s: { kind: {"any": ["number", {"ref": "Absent"}]} }, written_bytes_per_s: { kind: {"any": ["number", {"ref": "Absent"}]} } },
  DiagnoseArguments: { topic: { kind: {"any": [{"values": ["slow", "freezes", "full_disk", "full_memory", "full_swap", "memory_use", "cpu_use", "disk_use", "space_use", "network", "graphics", "hot", "loud", "battery", "boot", "crash", "cannot_start", "growing", "processes", "model_slow", "machine", "anything"]}, "null"]}, otherwise: null } },
  Diagnosis: { findings: { kind: {"list": {"ref": "Finding"}} }, seconds: { kind: "number" }, unknown: { kind: {"list": {"ref": "UnknownSignal"}}, otherwise: [] }, verdict: { kind: {"values": ["fault", "healthy", "unknown"]} } },
  DiskReading: { applications: { kind: {"any": [{"list": {"ref": "ApplicationUse"}}, {"ref": "Absent"}]} }, deleted_files: { kind: {"any": [{"list": {"ref": "DeletedFileUse"}}, {"ref": "Absent"}]} }, devices: { kind: {"any": [{"list": {"ref": "DeviceReading"}}, {"ref": "Absent"}]} }, measured_at: { kind: "string" }, mounts: { kind: {"any": [{"list": {"ref": "MountReading"}}, {"ref": "Absent"}]} }, pressure_full_ratio: { kind: {"any": ["number", {"ref": "Absent"}]} }, pressure_some_ratio: { kind: {"any": ["number", {"ref": "Absent"}]} }, seconds: { kind: "number" }, unanswered: { kind: {"list": {"ref": "UnknownSignal"}}, otherwise: [] } },
  DiskTotals: { busy_s: { kind: {"any": ["number", {"ref": "Absent"}]} }, name: { kind: "string" }, read_bytes: { kind: "integer" }, read_s: { kind: "number" }, reads: { kind: "integer" }, write_s: { kind: "number" }, writes: { kind: "integer" }, written_bytes: { kind: "integer" } },
  DoctorReport: { checks: { kind: {"list": {"ref": "Check"}} } },
  Event: { answer: { kind: {"any": [{"ref": "Answer"}, "null"]}, otherwise: null }, by: { kind: {"any": [{"values": ["rules", "card", "model"]}, "null"]}, otherwise: null }, conversation_id: { kind: {"any": ["string", "null"]}, otherwise: null }, kind: { kind: {"values": ["phase", "delta", "done", "error"]} }, seq: { kind: "integer" }, text: { kind: "string", otherwise: "" } },
  Evidence: { display: { kind: "string", otherwise: "" }, label: { kind: {"any": ["string", "null"]}, otherwise: null }, measured_at: { kind: "string", otherwise: "" }, signal: { kind: "string" }, threshold: { kind: {"any": ["number", "null"]}, otherwise: null }, unit: { kind: "string" }, value: { kind: {"any": ["number", "string"]} } },
  ExamReport: { asked: { kind: "integer" }, backend: { kind: "string" }, correct: { kind: "integer" }, kept_sentences: { kind: "integer" }, model: { kind: "string" }, passed: { kind: "boolean" }, seconds: { kind: "number" }, written_sentences: { kind: "integer" } },
  Failure: { code: { kind: "string" }, hint: { kind: "string", otherwise: "" }, message: { kind: "string" } },
  Finding: { advice: { kind: "string", otherwise: "" }, culprit: { kind: {"ref": "Culprit"}, otherwise: {"kind": "none", "name": "", "path": null, "pid": null} }, evidence: { kind: {"list": {"ref": "Evidence"}}, otherwise: [] }, id: { kind: "string" }, risk: { kind: "string", otherwise: "" }, severity: { kind: {"values": ["critical", "warning", "info"]} }, sources: { kind: {"list": "string"}, otherwise: [] }, title: { kind: "string" }, undo: { kind: "string", otherwise: "" }, why: { kind: "string" } },
  FolderSize: { allocated_bytes: { kind: "integer" }, name: { kind: "string" }, whole: { kind: "boolean" } },
  Folders: { disk_available_bytes: { kind: "integer" }, disk_used_bytes: { kind: "integer" }, entries: { kind: "integer" }, home: { kind: {"list": {"ref": "FolderSize"}} }, home_bytes: { kind: "integer" }, missed: { kind: {"list": {"ref": "UnknownSignal"}}, otherwise: [] }, places: { kind: {"list": {"ref": "PlaceSize"}} }, seconds: { kind: "number" }, whole: { kind: "boolean" } },
  Frame: { at: { kind: "string" }, cores: { kind: {"any": ["integer", {"ref": "Absent"}]} }, cpu_busy_ratio: { kind: {"any": ["number", {"ref": "Absent"}]} }, cpu_pressure_ratio: { kind: {"any": ["number", {"ref": "Absent"}]} }, disk_busy_ratio: { kind: {"any": ["number", {"ref": "Absent"}]} }, disk_path: { kind: "string" }, disk_used_ratio: { kind: {"any": ["number", {"ref": "Absent"}]} }, gpu_busy_ratio: { kind: {"any": ["number", {"ref": "Absent"}]} }, gpu_name: { kind: {"any": ["string", {"ref": "Absent"}]} }, io_pressure_ratio: { kind: {"any": ["number", {"ref": "Absent"}]} }, memory_available_bytes: { kind: {"any": ["integer", {"ref": "Absent"}]} }, memory_pressure_ratio: { kind: {"any": ["number", {"ref": "Absent"}]} }, memory_total_bytes: { kind: {"any": ["integer", {"ref": "Absent"}]} }, programs: { kind: {"any": [{"list": {"ref": "LiveProgram"}}, {"ref": "Absent"}]} }, received_bytes_per_second: { kind: {"any": ["number", {"ref": "Absent"}]} }, sent_bytes_per_second: { kind: {"any": ["number", {"ref": "Absent"}]} } },
  Gpu: { busy_ratio: { kind: {"any": ["number", {"ref": "Absent"}]} }, clock_hertz: { kind: {"any": ["number", {"ref": "Absent"}]} }, clock_max_hertz: { kind: {"any": ["number", {"ref": "Absent"}]} }, memory_total_bytes: { kind: {"any": ["integer", {"ref": "Absent"}]} }, memory_used_bytes: { kind: {"any": ["integer", {"ref": "Absent"}]} }, name: { kind: "string" }, power_limit_watts: { kind: {"any": ["number", {"ref": "Absent"}]} }, power_watts: { kind: {"any": ["number", {"ref": "Absent"}]} }, processes: { kind: {"any": [{"list": {"ref": "GpuProcess"}}, {"ref": "Absent"}]}, otherwise: {"unknown": "this recording does not tell"} }, temperature_celsius: { kind: {"any": ["number", {"ref": "Absent"}]} }, throttle_reasons: { kind: {"any": [{"list": "string"}, {"ref": "Absent"}]}, otherwise: {"unknown": "this recording does not tell"} }, vendor: { kind: "string" } },
  GpuProcess: { busy_ratio: { kind: {"any": ["number", {"ref": "Absent"}]} }, memory_bytes: { kind: {"any": ["integer", {"ref": "Absent"}]} }, name: { kind: "string" }, pid: { kind: "integer" } },
  GpuReading: { cards: { kind: {"any": [{"list": {"ref": "Gpu"}}, {"ref": "Absent"}]} }, measured_at: { kind: "string" }, seconds: { kind: "number" } },
  Host: { release: { kind: "string" }, system: { kind: {"values": ["linux", "macos", "windows", "other"]} }, uptime_s: { kind: {"any": ["number", {"ref": "Absent"}]} }, virtual: { kind: {"any": ["string", {"ref": "Absent"}]} } },
  InterfaceReading: { drop_ratio: { kind: {"any": ["number", {"ref": "Absent"}]} }, errors_per_s: { kind: {"any": ["number", {"ref": "Absent"}]} }, name: { kind: "string" }, received_bytes_per_s: { kind: {"any": ["number", {"ref": "Absent"}]} }, sent_bytes_per_s: { kind: {"any": ["number", {"ref": "Absent"}]} }, up: { kind: {"any": ["boolean", {"ref": "Absent"}]} }, use_ratio: { kind: {"any": ["number", {"ref": "Absent"}]} }, wireless: { kind: {"any": ["boolean", {"ref": "Absent"}]} } },
  InterfaceTotals: { drops: { kind: "integer" }, errors: { kind: "integer" }, name: { kind: "string" }, received_bytes: { kind: "integer" }, received_packets: { kind: "integer" }, sent_bytes: { kind: "integer" }, sent_packets: { kind: "integer" }, speed_bits_per_s: { kind: {"any": ["integer", {"ref": "Absent"}]} }, up: { kind: {"any": ["boolean", {"ref": "Absent"}]} }, wireless: { kind: {"any": ["boolean", {"ref": "Absent"}]}, otherwise: {"unknown": "this recording does not tell"} } },
  Limits: { open_files: { kind: {"any": ["integer", {"ref": "Absent"}]} }, open_files_limit: { kind: {"any": ["integer", {"ref": "Absent"}]} }, tasks: { kind: {"any": ["integer", {"ref": "Absent"}]} }, tasks_limit: { kind: {"any": ["integer", {"ref": "Absent"}]} }, user_tasks: { kind: {"any": ["integer", {"ref": "Absent"}]} }, user_tasks_limit: { kind: {"any": [{"any": ["integer", {"ref": "Absent"}]}, "null"]} } },
  LiveProgram: { cpu_cores: { kind: "number" }, memory_bytes: { kind: {"any": ["integer", {"ref": "Absent"}]} }, name: { kind: "string" }, pid: { kind: "integer" } },
  LlmStatus: { backend: { kind: {"any": [{"ref": "ModelRef"}, "null"]}, otherwise: null }, error: { kind: {"any": ["string", "null"]}, otherwise: null }, fix: { kind: {"any": ["string", "null"]}, otherwise: null }, here: { kind: "boolean", otherwise: true }, jobs: { kind: {"list": {"ref": "PullJob"}}, otherwise: [] }, layer: { kind: {"values": ["ok", "not_installed", "not_started", "port_held", "silent", "http_error", "not_ollama", "no_model", "cold", "on_cpu"]}, otherwise: "ok" }, leaves: { kind: "boolean", otherwise: false }, models: { kind: {"list": "string"}, otherwise: [] }, notices: { kind: {"list": "string"}, otherwise: [] }, running: { kind: "boolean" }, server: { kind: {"any": [{"ref": "ServerStatus"}, "null"]}, otherwise: null }, version: { kind: {"any": ["string", "null"]}, otherwise: null } },
  MemoryReading: { applications: { kind: {"any": [{"list": {"ref": "ApplicationUse"}}, {"ref": "Absent"}]} }, available_bytes: { kind: {"any": ["integer", {"ref": "Absent"}]} }, cached_bytes: { kind: {"any": ["integer", {"ref": "Absent"}]} }, free_bytes: { kind: {"any": ["integer", {"ref": "Absent"}]} }, major_faults_per_s: { kind: {"any": ["number", {"ref": "Absent"}]} }, measured_at: { kind: "string" }, oom_kills: { kind: {"any": ["integer", {"ref": "Absent"}]} }, pressure_full_ratio: { kind: {"any": ["number", {"ref": "Absent"}]} }, pressure_some_ratio: { kind: {"any": ["number", {"ref": "Absent"}]} }, processes: { kind: {"any": [{"list": {"ref": "ProcessUse"}}, {"ref": "Absent"}]} }, seconds: { kind: "number" }, swap_in_bytes_per_s: { kind: {"any": ["number", {"ref": "Absent"}]} }, swap_out_bytes_per_s: { kind: {"any": ["number", {"ref": "Absent"}]} }, swap_total_bytes: { kind: {"any": ["integer", {"ref": "Absent"}]} }, swap_used_bytes: { kind: {"any": ["integer", {"ref": "Absent"}]} }, total_bytes: { kind: {"any": ["integer", {"ref": "Absent"}]} }, used_bytes: { kind: {"any": ["integer", {"ref": "Absent"}]} } },
  MemoryTotals: { available_bytes: { kind: "integer" }, cached_bytes: { kind: {"any": ["integer", {"ref": "Absent"}]} }, free_bytes: { kind: "integer" }, major_faults: { kind: {"any": ["integer", {"ref": "Absent"}]} }, oom_kills: { kind: {"any": ["integer", {"ref": "Absent"}]} }, refaults: { kind: {"any": ["integer", {"ref": "Absent"}]} }, shared_bytes: { kind: {"any": ["integer", {"ref": "Absent"}]} }, swap_free_bytes: { kind: "integer" }, swap_in_bytes: { kind: {"any": ["integer", {"ref": "Absent"}]} }, swap_out_bytes: { kind: {"any": ["integer", {"ref": "Absent"}]} }, swap_total_bytes: { kind: "integer" }, total_bytes: { kind: "integer" } },
  ModelArguments: { name: { kind: "string" } },
  ModelInfo: { backend: { kind: "string" }, capabilities: { kind: {"list": "string"}, otherwise: [] }, cloud: { kind: "boolean", otherwise: false }, context_tokens: { kind: {"any": ["integer", "null"]}, otherwise: null }, digest: { kind: {"any": ["string", "null"]}, otherwise: null }, exam: { kind: {"any": ["string", "null"]}, otherwise: null }, fits: { kind: {"any": ["boolean", "null"]}, otherwise: null }, loaded: { kind: "boolean", otherwise: false }, name: { kind: "string" }, needs_bytes: { kind: {"any": ["integer", {"ref": "Absent"}]} }, parameters: { kind: {"any": ["string", "null"]}, otherwise: null }, quantization: { kind: {"any": ["string", "null"]}, otherwise: null }, size_bytes: { kind: {"any": ["integer", {"ref": "Absent"}]} } },
  ModelList: { default: { kind: "string" }, models: { kind: {"list": {"ref": "ModelInfo"}} }, notices: { kind: {"list": "string"}, otherwise: [] }, offer: { kind: {"any": [{"ref": "ModelOffer"}, "null"]}, otherwise: null } },
  ModelOffer: { name: { kind: "string" }, size_bytes: { kind: {"any": ["integer", {"ref": "Absent"}]} }, source: { kind: "string", otherwise: "" } },
  ModelRef: { backend: { kind: "string" }, name: { kind: "string" } },
  MountReading: { available_bytes: { kind: "integer" }, device: { kind: "string" }, filesystem: { kind: "string" }, fill_bytes_per_s: { kind: {"any": ["number", {"ref": "Absent"}]} }, inodes_used_ratio: { kind: "number" }, path: { kind: "string" }, read_only: { kind: "boolean" }, total_bytes: { kind: "integer" }, used_bytes: { kind: "integer" }, used_ratio: { kind: {"any": ["number", {"ref": "Absent"}]} } },
  MountSample: { available_bytes: { kind: "integer" }, path: { kind: "string" } },
  MountUse: { available_bytes: { kind: "integer" }, device: { kind: "string" }, filesystem: { kind: "string" }, free_bytes: { kind: "integer" }, inodes_free: { kind: "integer" }, inodes_total: { kind: "integer" }, path: { kind: "string" }, read_only: { kind: "boolean" }, total_bytes: { kind: "integer" }, used_bytes: { kind: "integer" } },
  NetworkReading: { applications: { kind: {"any": [{"list": {"ref": "NetworkUse"}}, {"ref": "Absent"}]} }, interfaces: { kind: {"any": [{"list": {"ref": "InterfaceReading"}}, {"ref": "Absent"}]} }, measured_at: { kind: "string" }, seconds: { kind: "number" }, tcp_resent_ratio: { kind: {"any": ["number", {"ref": "Absent"}]} }, unanswered: { kind: {"list": {"ref": "UnknownSignal"}}, otherwise: [] } },
  NetworkTotals: { interfaces: { kind: {"list": {"ref": "InterfaceTotals"}} }, tcp_segments_resent: { kind: {"any": ["integer", {"ref": "Absent"}]} }, tcp_segments_sent: { kind: {"any": ["integer", {"ref": "Absent"}]} } },
  NetworkUse: { name: { kind: "string" }, pid: { kind: "integer" }, received_bytes_per_s: { kind: "number" }, sent_bytes_per_s: { kind: "number" } },
  NoArguments: {  },
  OomKill: { at_s: { kind: "number" }, pid: { kind: "integer" }, victim: { kind: "string" } },
  Part: { by: { kind: {"values": ["rules", "card", "model"]} }, text: { kind: "string" } },
  PlaceSize: { freed_bytes: { kind: "integer" }, id: { kind: "string" }, whole: { kind: "boolean" } },
  Power: { charge_ratio: { kind: {"any": ["number", {"ref": "Absent"}]} }, governor: { kind: {"any": ["string", {"ref": "Absent"}]} }, on_mains: { kind: {"any": ["boolean", {"ref": "Absent"}]} }, profile: { kind: {"any": ["string", {"ref": "Absent"}]} } },
  PressureTotals: { cpu_some_s: { kind: "number" }, io_full_s: { kind: "number" }, io_some_s: { kind: "number" }, memory_full_s: { kind: "number" }, memory_some_s: { kind: "number" } },
  ProcessSample: { anonymous_bytes: { kind: {"any": ["integer", {"ref": "Absent"}]} }, pid: { kind: "integer" }, resident_bytes: { kind: "integer" }, started_s: { kind: "number" }, state: { kind: {"values": ["running", "sleeping", "waiting", "stopped", "traced", "zombie", "idle", "unknown"]} } },
  ProcessTotals: { anonymous_bytes: { kind: {"any": ["integer", {"ref": "Absent"}]} }, cgroup: { kind: "string", otherwise: "" }, cgroups: { kind: {"list": "string"}, otherwise: [] }, children_cpu_s: { kind: {"any": ["number", {"ref": "Absent"}]} }, cores_allowed: { kind: {"any": ["integer", {"ref": "Absent"}]} }, cpu_s: { kind: "number" }, frozen: { kind: "boolean", otherwise: false }, kernel: { kind: "boolean", otherwise: false }, login: { kind: "integer", otherwise: 0 }, major_faults: { kind: {"any": ["integer", {"ref": "Absent"}]} }, name: { kind: "string" }, nice: { kind: "integer" }, open_files: { kind: {"any": ["integer", {"ref": "Absent"}]} }, open_files_limit: { kind: {"any": ["integer", {"ref": "Absent"}]} }, own: { kind: "boolean", otherwise: false }, parent_pid: { kind: "integer" }, pid: { kind: "integer" }, program: { kind: "string" }, read_at_s: { kind: "number" }, read_bytes: { kind: {"any": ["integer", {"ref": "Absent"}]} }, resident_bytes: { kind: "integer" }, run_delay_s: { kind: {"any": ["number", {"ref": "Absent"}]} }, session: { kind: "integer", otherwise: 0 }, started_s: { kind: "number" }, state: { kind: {"values": ["running", "sleeping", "waiting", "stopped", "traced", "zombie", "idle", "unknown"]} }, swapped_bytes: { kind: {"any": ["integer", {"ref": "Absent"}]}, otherwise: {"unknown": "this recording does not tell"} }, switches: { kind: {"any": ["integer", {"ref": "Absent"}]} }, terminal: { kind: "boolean" }, threads: { kind: "integer" }, waits_in: { kind: {"any": ["string", {"ref": "Absent"}]} }, written_bytes: { kind: {"any": ["integer", {"ref": "Absent"}]} } },
  ProcessUse: { age_s: { kind: {"any": ["number", {"ref": "Absent"}]} }, children_cpu_cores: { kind: {"any": ["number", {"ref": "Absent"}]} }, cpu_cores: { kind: "number" }, cpu_total_s: { kind: "number" }, memory_bytes: { kind: "integer" }, name: { kind: "string" }, nice: { kind: "integer" }, open_files: { kind: {"any": ["integer", {"ref": "Absent"}]} }, pid: { kind: "integer" }, read_bytes_per_s: { kind: {"any": ["number", {"ref": "Absent"}]} }, run_delay_ratio: { kind: {"any": ["number", {"ref": "Absent"}]} }, state: { kind: {"values": ["running", "sleeping", "waiting", "stopped", "traced", "zombie", "idle", "unknown"]} }, written_bytes_per_s: { kind: {"any": ["number", {"ref": "Absent"}]} } },
  ProcessesReading: { by_cpu: { kind: {"any": [{"list": {"ref": "ApplicationUse"}}, {"ref": "Absent"}]} }, by_memory: { kind: {"any": [{"list": {"ref": "ApplicationUse"}}, {"ref": "Absent"}]} }, measured_at: { kind: "string" }, process_count: { kind: {"any": ["integer", {"ref": "Absent"}]} }, processes: { kind: {"any": [{"list": {"ref": "ProcessUse"}}, {"ref": "Absent"}]} }, seconds: { kind: "number" }, states: { kind: {"any": [{"map": "integer"}, {"ref": "Absent"}]} } },
  PullArguments: { model: { kind: "string" }, stop: { kind: "boolean", otherwise: false }, wait_seconds: { kind: {"any": ["number", "null"]}, otherwise: 50.0 } },
  PullJob: { completed_bytes: { kind: "integer", otherwise: 0 }, error: { kind: {"any": ["string", "null"]}, otherwise: null }, hint: { kind: {"any": ["string", "null"]}, otherwise: null }, message: { kind: "string", otherwise: "" }, model: { kind: "string" }, rate_bytes_per_second: { kind: {"any": ["number", "null"]}, otherwise: null }, resumed_bytes: { kind: "integer", otherwise: 0 }, seconds_left: { kind: {"any": ["number", "null"]}, otherwise: null }, state: { kind: {"values": ["running", "stalled", "done", "failed", "stopped"]} }, total_bytes: { kind: {"any": ["integer", "null"]}, otherwise: null } },
  Reading: { measured_at: { kind: "string" }, seconds: { kind: "number" } },
  Recording: { folders: { kind: {"any": [{"ref": "Folders"}, {"ref": "Absent"}]}, otherwise: {"unknown": "not looked for"} }, note: { kind: "string", otherwise: "" }, opta_version: { kind: "string" }, samples: { kind: {"list": {"ref": "Sample"}}, otherwise: [] }, schema: { kind: {"values": [1]}, otherwise: 1 }, snapshots: { kind: {"list": {"ref": "Snapshot"}} } },
  Sample: { clock_s: { kind: "number" }, cores: { kind: {"any": [{"list": {"ref": "CoreTimes"}}, {"ref": "Absent"}]} }, memory_available_bytes: { kind: {"any": ["integer", {"ref": "Absent"}]} }, mounts: { kind: {"any": [{"list": {"ref": "MountSample"}}, {"ref": "Absent"}]} }, pressure: { kind: {"any": [{"ref": "PressureTotals"}, {"ref": "Absent"}]} }, processes: { kind: {"any": [{"list": {"ref": "ProcessSample"}}, {"ref": "Absent"}]} } },
  ServerStatus: { address: { kind: "string" }, error: { kind: {"any": ["string", "null"]}, otherwise: null }, fix: { kind: {"any": ["string", "null"]}, otherwise: null }, layer: { kind: {"values": ["ok", "not_installed", "not_started", "port_held", "silent", "http_error", "not_ollama", "no_model", "cold", "on_cpu"]}, otherwise: "ok" } },
  Snapshot: { cgroups: { kind: {"any": [{"list": {"ref": "Cgroup"}}, {"ref": "Absent"}]} }, clock_s: { kind: "number" }, connections: { kind: {"any": [{"list": {"ref": "ConnectionTotals"}}, {"ref": "Absent"}]} }, cpu: { kind: {"any": [{"ref": "CpuTotals"}, {"ref": "Absent"}]} }, deleted_files: { kind: {"any": [{"list": {"ref": "DeletedFile"}}, {"ref": "Absent"}]} }, disks: { kind: {"any": [{"list": {"ref": "DiskTotals"}}, {"ref": "Absent"}]} }, gpus: { kind: {"any": [{"list": {"ref": "Gpu"}}, {"ref": "Absent"}]} }, host: { kind: {"ref": "Host"} }, limits: { kind: {"any": [{"ref": "Limits"}, {"ref": "Absent"}]} }, memory: { kind: {"any": [{"ref": "MemoryTotals"}, {"ref": "Absent"}]} }, missed: { kind: {"list": {"ref": "UnknownSignal"}}, otherwise: [] }, mounts: { kind: {"any": [{"list": {"ref": "MountUse"}}, {"ref": "Absent"}]} }, network: { kind: {"any": [{"ref": "NetworkTotals"}, {"ref": "Absent"}]} }, oom_log: { kind: {"any": [{"list": {"ref": "OomKill"}}, {"ref": "Absent"}]} }, power: { kind: {"any": [{"ref": "Power"}, {"ref": "Absent"}]} }, pressure: { kind: {"any": [{"ref": "PressureTotals"}, {"ref": "Absent"}]} }, processes: { kind: {"any": [{"list": {"ref": "ProcessTotals"}}, {"ref": "Absent"}]} }, taken_at: { kind: "string" } },
  StoredMessage: { at: { kind: "string" }, content: { kind: "string" }, grounded: { kind: {"any": [{"ref": "Answer"}, "null"]}, otherwise: null }, id: { kind: "integer" }, model: { kind: "string", otherwise: "" }, role: { kind: {"values": ["user", "assistant", "system"]} }, state: { kind: {"values": ["whole", "partial", "stopped", "failed"]}, otherwise: "whole" } },
  StreamLine: { event: { kind: {"any": [{"ref": "Event"}, "null"]}, otherwise: null }, failure: { kind: {"any": [{"ref": "Failure"}, "null"]}, otherwise: null }, frame: { kind: {"any": [{"ref": "Frame"}, "null"]}, otherwise: null }, job: { kind: {"any": [{"ref": "PullJob"}, "null"]}, otherwise: null }, result: { kind: {"any": [{"ref": "ChatResult"}, "null"]}, otherwise: null } },
  SystemReading: { cpu: { kind: {"ref": "CpuReading"} }, disk: { kind: {"ref": "DiskReading"} }, gpu: { kind: {"ref": "GpuReading"} }, host: { kind: {"ref": "Host"} }, limits: { kind: {"any": [{"ref": "Limits"}, {"ref": "Absent"}]} }, measured_at: { kind: "string" }, memory: { kind: {"ref": "MemoryReading"} }, network: { kind: {"ref": "NetworkReading"} }, own_cpu_cores: { kind: {"any": ["number", {"ref": "Absent"}]} }, own_memory_bytes: { kind: {"any": ["integer", {"ref": "Absent"}]} }, power: { kind: {"any": [{"ref": "Power"}, {"ref": "Absent"}]} }, processes: { kind: {"ref": "ProcessesReading"} }, seconds: { kind: "number" } },
  Timings: { first_text: { kind: "number", otherwise: 0 }, model_first_token: { kind: {"any": ["number", "null"]}, otherwise: null }, snapshot: { kind: "number", otherwise: 0 }, total: { kind: "number", otherwise: 0 } },
  UnknownSignal: { label: { kind: {"any": ["string", "null"]}, otherwise: null }, reason: { kind: "string" }, signal: { kind: "string" } },
};
