// Generated from contract/schema.json by tools/gen_types.py; `make contract` writes it anew.
#![allow(missing_docs, reason = "a field's name may say it all")]
#![allow(clippy::default_trait_access, clippy::doc_markdown, reason = "the contract's words")]
#![allow(clippy::struct_excessive_bools, clippy::unnecessary_wraps, reason = "the contract's shape")]

use serde::{Deserialize, Serialize};

/// A value that was measured, or the reason why there is none.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Measured<T> {
    Absent(Absent),
    Value(T),
}

impl<T: Default> Default for Measured<T> {
    fn default() -> Self {
        Self::Value(T::default())
    }
}

/// A number, or a text where the value is a state.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(untagged)]
pub enum NumberOrText {
    Number(f64),
    Text(String),
}

/// Stands where a value could not be read. Absent is not zero: it always has a reason.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Absent {
    /// Why there is no value, in words for the user.
    pub unknown: String,
}

/// What `opta ask --json` prints and the MCP tool `ask` returns.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Answer {
    /// All that the user is shown, parts joined in their order.
    pub answer: String,
    #[serde(default)]
    pub cards: Vec<CardRef>,
    #[serde(default)]
    pub dropped_sentences: i64,
    #[serde(default)]
    pub findings: Vec<Finding>,
    /// What stands before the first finding: Yes., No., I cannot tell., or how the question was taken.
    #[serde(default)]
    pub lead: String,
    #[serde(default)]
    pub model: Option<ModelRef>,
    /// One line each on what answered and why: a fallback, a failed exam.
    #[serde(default)]
    pub notices: Vec<String>,
    pub parts: Vec<Part>,
    pub question: String,
    #[serde(default = "default_answer_schema")]
    pub schema: i64,
    #[serde(default)]
    pub timings_ms: Timings,
    /// So many findings, the first, are told in full, of the others the title; null: all.
    #[serde(default)]
    pub told: Option<i64>,
    #[serde(default)]
    pub unknown: Vec<UnknownSignal>,
    pub verdict: AnswerVerdict,
}

#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum AnswerVerdict {
    #[serde(rename = "fault")]
    Fault,
    #[serde(rename = "healthy")]
    Healthy,
    #[serde(rename = "unknown")]
    Unknown,
}

fn default_answer_schema() -> i64 {
    1
}

/// A program with all that it started.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct ApplicationUse {
    /// A value of this type is either what was measured or an Absent with its reason.
    pub age_s: Measured<f64>,
    /// Of the one that does more than half of the work, else the same.
    pub busiest_pid: i64,
    pub cpu_cores: f64,
    /// CPU time since it was started.
    pub cpu_total_s: f64,
    /// What its processes share is counted once.
    pub memory_bytes: i64,
    pub name: String,
    /// Of the process that started the others.
    pub pid: i64,
    pub process_count: i64,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub read_bytes_per_s: Measured<f64>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub written_bytes_per_s: Measured<f64>,
}

/// What `ask` is asked.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct AskArguments {
    /// One question about this computer, in plain words.
    pub question: String,
}

/// A card that the answer used: known, not measured.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct CardRef {
    pub id: String,
    #[serde(default)]
    pub sources: Vec<String>,
    pub title: String,
}

/// A control group with a limit; under cgroup v1 one for each controller whose path is its own. None: no such limit is set. Absent: it is set elsewhere, or could not be read.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Cgroup {
    /// Made from its path; the same in every snapshot.
    pub id: String,
    pub memory_limit_bytes: Option<Measured<i64>>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub memory_limit_hits: Measured<i64>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub memory_some_s: Measured<f64>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub memory_used_bytes: Measured<i64>,
    /// Cleaned last part of its path.
    pub name: String,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub oom_kills: Measured<i64>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub periods: Measured<i64>,
    pub quota_cores: Option<Measured<f64>>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub tasks: Measured<i64>,
    pub tasks_limit: Option<Measured<i64>>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub throttled_periods: Measured<i64>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub throttled_s: Measured<f64>,
}

/// What `llm_chat` is asked.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct ChatArguments {
    /// Keep this exchange in the conversation of that id, or in one of its own: new.
    #[serde(default)]
    pub conversation_id: Option<String>,
    /// Answer the last message from measurements of this computer, as the tool ask does.
    #[serde(default)]
    pub grounded: bool,
    /// The answer is cut off after this time; what came by then is returned, marked truncated. null: no limit, for a client that never gives up.
    #[serde(default = "default_chat_arguments_max_seconds")]
    pub max_seconds: Option<f64>,
    /// The conversation so far, oldest first; the last message is the one answered.
    pub messages: Vec<ChatMessage>,
    /// A model's name as llm_models gives it. Left out: the configured one.
    #[serde(default)]
    pub model: Option<String>,
}

fn default_chat_arguments_max_seconds() -> Option<f64> {
    Some(50.0)
}

/// One message of a conversation.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct ChatMessage {
    pub content: String,
    pub role: ChatMessageRole,
}

#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum ChatMessageRole {
    #[serde(rename = "user")]
    User,
    #[serde(rename = "assistant")]
    Assistant,
    #[serde(rename = "system")]
    System,
}

/// A whole answer of `llm_chat`; `error` is left out where there is none.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct ChatResult {
    #[serde(default)]
    pub backend: Option<String>,
    pub content: String,
    #[serde(default)]
    pub conversation_id: Option<String>,
    /// False where the answer broke off, was stopped or never came.
    pub done: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// The `ask` object, for a grounded message.
    #[serde(default)]
    pub grounded: Option<Answer>,
    pub model: String,
    #[serde(default)]
    pub notices: Vec<String>,
    /// The model's own words, not checked.
    #[serde(default)]
    pub plain_talk: bool,
    /// A limit of time or length ended it.
    #[serde(default)]
    pub truncated: bool,
}

/// One layer of Opta: how it stands, and the one thing to do about it.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Check {
    #[serde(default)]
    pub fix: Option<String>,
    pub layer: String,
    /// absent: Opta does without it; failed: something is to be mended.
    pub state: CheckState,
    pub told: String,
}

#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum CheckState {
    #[serde(rename = "ok")]
    Ok,
    #[serde(rename = "absent")]
    Absent,
    #[serde(rename = "failed")]
    Failed,
}

/// An open TCP connection's running totals and whose it is; no address.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct ConnectionTotals {
    pub id: i64,
    pub pid: i64,
    pub received_bytes: i64,
    pub sent_bytes: i64,
}

/// A conversation, whole.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Conversation {
    pub id: String,
    pub messages: Vec<StoredMessage>,
    pub title: String,
}

/// Which conversation is meant.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct ConversationArguments {
    pub id: String,
}

/// A conversation in the list, the newest first.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct ConversationInfo {
    pub id: String,
    pub messages: i64,
    pub title: String,
    /// ISO 8601, UTC.
    pub updated_at: String,
}

/// All conversations that are kept.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct ConversationList {
    pub conversations: Vec<ConversationInfo>,
}

/// What the core does, told by whoever keeps it alive: never by itself.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct CoreLine {
    /// Why it ended, or why it cannot be started.
    #[serde(default)]
    pub reason: String,
    /// It is started again within so many.
    #[serde(default)]
    pub seconds: Option<f64>,
    pub state: CoreLineState,
}

#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum CoreLineState {
    #[serde(rename = "starting")]
    Starting,
    #[serde(rename = "ready")]
    Ready,
    #[serde(rename = "restarting")]
    Restarting,
    #[serde(rename = "failed")]
    Failed,
    #[serde(rename = "stopped")]
    Stopped,
}

/// Seconds a logical core spent in each state since boot; 0 only where the system says so.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct CoreTimes {
    pub idle_s: f64,
    /// A value of this type is either what was measured or an Absent with its reason.
    #[serde(default = "default_core_times_iowait_s")]
    pub iowait_s: Measured<f64>,
    #[serde(default)]
    pub irq_s: f64,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub nice_s: Measured<f64>,
    /// A value of this type is either what was measured or an Absent with its reason.
    #[serde(default = "default_core_times_steal_s")]
    pub steal_s: Measured<f64>,
    pub system_s: f64,
    pub user_s: f64,
}

fn default_core_times_iowait_s() -> Measured<f64> {
    Measured::Absent(Absent { unknown: "this recording does not tell".into() })
}

fn default_core_times_steal_s() -> Measured<f64> {
    Measured::Absent(Absent { unknown: "this recording does not tell".into() })
}

/// The processor; shares of the time of all cores.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct CpuReading {
    pub applications: Measured<Vec<ApplicationUse>>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub busy_ratio: Measured<f64>,
    pub core_busy_ratios: Measured<Vec<f64>>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub core_count: Measured<i64>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub forks_per_s: Measured<f64>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub frequency_hertz: Measured<f64>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub frequency_max_hertz: Measured<f64>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub kernel_ratio: Measured<f64>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub load_15m: Measured<f64>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub load_1m: Measured<f64>,
    /// ISO 8601, UTC: the end of the window.
    pub measured_at: String,
    /// Work that yields to other work.
    pub nice_ratio: Measured<f64>,
    /// Share of the time in which something waited for a core.
    pub pressure_some_ratio: Measured<f64>,
    pub processes: Measured<Vec<ProcessUse>>,
    /// The length of the window.
    pub seconds: f64,
    /// Work of processes that came and went within the window.
    pub short_lived_cores: Measured<f64>,
    /// Taken by the host of this virtual machine.
    pub steal_ratio: Measured<f64>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub switches_per_core_per_s: Measured<f64>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub temperature_celsius: Measured<f64>,
    /// How often heat or power slowed a core in the window.
    pub throttles: Measured<i64>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub user_ratio: Measured<f64>,
}

/// The processor.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct CpuTotals {
    /// A value of this type is either what was measured or an Absent with its reason.
    pub context_switches: Measured<i64>,
    pub cores: Vec<CoreTimes>,
    /// Processes and threads started since boot.
    pub forks: Measured<i64>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub frequency_hertz: Measured<f64>,
    /// What the system lets it do.
    pub frequency_limit_hertz: Measured<f64>,
    /// What the processor can do.
    pub frequency_max_hertz: Measured<f64>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub load_15m: Measured<f64>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub load_1m: Measured<f64>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub temperature_celsius: Measured<f64>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub throttle_count: Measured<i64>,
}

/// What a finding points at; kind "none" where nothing is to blame.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Culprit {
    #[serde(default = "default_culprit_kind")]
    pub kind: CulpritKind,
    #[serde(default)]
    pub name: String,
    /// A mount point or device; the home folder is ~.
    #[serde(default)]
    pub path: Option<String>,
    #[serde(default)]
    pub pid: Option<i64>,
}

#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum CulpritKind {
    #[serde(rename = "process")]
    Process,
    #[serde(rename = "application")]
    Application,
    #[serde(rename = "mount")]
    Mount,
    #[serde(rename = "folder")]
    Folder,
    #[serde(rename = "device")]
    Device,
    #[serde(rename = "service")]
    Service,
    #[serde(rename = "none")]
    None,
}

fn default_culprit_kind() -> CulpritKind {
    CulpritKind::None
}

impl Default for Culprit {
    fn default() -> Self {
        Self {
            kind: default_culprit_kind(),
            name: Default::default(),
            path: Default::default(),
            pid: Default::default(),
        }
    }
}

/// A file that has no name any more and still holds its blocks, since a process has it open.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct DeletedFile {
    pub allocated_bytes: i64,
    pub mount: String,
    pub pid: i64,
}

/// A file without a name that still holds its blocks.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct DeletedFileUse {
    pub allocated_bytes: i64,
    pub mount: String,
    /// Of the process that has it open.
    pub name: String,
    pub pid: i64,
}

/// A block device.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct DeviceReading {
    /// A value of this type is either what was measured or an Absent with its reason.
    pub busy_ratio: Measured<f64>,
    /// Mean time of a read or write.
    pub latency_s: Measured<f64>,
    pub name: String,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub read_bytes_per_s: Measured<f64>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub written_bytes_per_s: Measured<f64>,
}

/// What `diagnose` is asked.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct DiagnoseArguments {
    /// The complaint to explain first. Left out: everything is looked at alike.
    #[serde(default)]
    pub topic: Option<DiagnoseArgumentsTopic>,
}

#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum DiagnoseArgumentsTopic {
    #[serde(rename = "slow")]
    Slow,
    #[serde(rename = "freezes")]
    Freezes,
    #[serde(rename = "full_disk")]
    FullDisk,
    #[serde(rename = "full_memory")]
    FullMemory,
    #[serde(rename = "full_swap")]
    FullSwap,
    #[serde(rename = "memory_use")]
    MemoryUse,
    #[serde(rename = "cpu_use")]
    CpuUse,
    #[serde(rename = "disk_use")]
    DiskUse,
    #[serde(rename = "space_use")]
    SpaceUse,
    #[serde(rename = "network")]
    Network,
    #[serde(rename = "graphics")]
    Graphics,
    #[serde(rename = "hot")]
    Hot,
    #[serde(rename = "loud")]
    Loud,
    #[serde(rename = "battery")]
    Battery,
    #[serde(rename = "boot")]
    Boot,
    #[serde(rename = "crash")]
    Crash,
    #[serde(rename = "cannot_start")]
    CannotStart,
    #[serde(rename = "growing")]
    Growing,
    #[serde(rename = "processes")]
    Processes,
    #[serde(rename = "model_slow")]
    ModelSlow,
    #[serde(rename = "machine")]
    Machine,
    #[serde(rename = "anything")]
    Anything,
}

/// Findings alone, no model involved: what a client with a strong model of its own wants.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Diagnosis {
    pub findings: Vec<Finding>,
    /// How long the two snapshots were apart.
    pub seconds: f64,
    #[serde(default)]
    pub unknown: Vec<UnknownSignal>,
    pub verdict: DiagnosisVerdict,
}

#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum DiagnosisVerdict {
    #[serde(rename = "fault")]
    Fault,
    #[serde(rename = "healthy")]
    Healthy,
    #[serde(rename = "unknown")]
    Unknown,
}

/// Room and traffic of disks.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct DiskReading {
    /// Those that read or write most.
    pub applications: Measured<Vec<ApplicationUse>>,
    pub deleted_files: Measured<Vec<DeletedFileUse>>,
    pub devices: Measured<Vec<DeviceReading>>,
    /// ISO 8601, UTC: the end of the window.
    pub measured_at: String,
    pub mounts: Measured<Vec<MountReading>>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub pressure_full_ratio: Measured<f64>,
    /// Share of the time in which something waited for a disk.
    pub pressure_some_ratio: Measured<f64>,
    /// The length of the window.
    pub seconds: f64,
    #[serde(default)]
    pub unanswered: Vec<UnknownSignal>,
}

/// A block device's running totals.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct DiskTotals {
    /// A value of this type is either what was measured or an Absent with its reason.
    pub busy_s: Measured<f64>,
    pub name: String,
    pub read_bytes: i64,
    pub read_s: f64,
    pub reads: i64,
    pub write_s: f64,
    pub writes: i64,
    pub written_bytes: i64,
}

/// All layers, from the ground up.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct DoctorReport {
    pub checks: Vec<Check>,
}

/// One event of a running answer, the same on every transport; seq rises by one. A phase ("loading the model") says what goes on and is never part of the answer's text.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Event {
    /// The measured part, whole, beside the first words of rules or a card: drawn once, and for good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Answer>,
    #[serde(default)]
    pub by: Option<EventBy>,
    /// Where it is kept, from its beginning on: an answer that is stopped has no result to say so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conversation_id: Option<String>,
    pub kind: EventKind,
    pub seq: i64,
    #[serde(default)]
    pub text: String,
}

#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum EventBy {
    #[serde(rename = "rules")]
    Rules,
    #[serde(rename = "card")]
    Card,
    #[serde(rename = "model")]
    Model,
}

#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum EventKind {
    #[serde(rename = "phase")]
    Phase,
    #[serde(rename = "delta")]
    Delta,
    #[serde(rename = "done")]
    Done,
    #[serde(rename = "error")]
    Error,
}

/// One measured value that a finding rests on.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Evidence {
    /// The value as the answer writes it: 97 %, 2.9 GiB.
    #[serde(default)]
    pub display: String,
    /// The signal in a person's words: Processor, render-fzr.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// ISO 8601, UTC.
    #[serde(default)]
    pub measured_at: String,
    /// Dotted name, noun first: process.cpu, memory.available.
    pub signal: String,
    #[serde(default)]
    pub threshold: Option<f64>,
    /// ratio, cores, bytes, GiB, s, count, state, ...
    pub unit: String,
    pub value: NumberOrText,
}

/// What `opta exam --json` prints: forty closed questions, then free answers that the gate judges.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct ExamReport {
    pub asked: i64,
    pub backend: String,
    pub correct: i64,
    pub kept_sentences: i64,
    pub model: String,
    pub passed: bool,
    pub seconds: f64,
    pub written_sentences: i64,
}

/// An error as a person can act on it; code is stable, for programs.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Failure {
    pub code: String,
    #[serde(default)]
    pub hint: String,
    pub message: String,
}

/// What a rule found, in the rule's own words.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Finding {
    #[serde(default)]
    pub advice: String,
    #[serde(default)]
    pub culprit: Culprit,
    #[serde(default)]
    pub evidence: Vec<Evidence>,
    pub id: String,
    #[serde(default)]
    pub risk: String,
    pub severity: FindingSeverity,
    #[serde(default)]
    pub sources: Vec<String>,
    pub title: String,
    #[serde(default)]
    pub undo: String,
    pub why: String,
}

#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum FindingSeverity {
    #[serde(rename = "critical")]
    Critical,
    #[serde(rename = "warning")]
    Warning,
    #[serde(rename = "info")]
    Info,
}

/// A folder or a file in the home folder itself.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct FolderSize {
    /// Blocks on the disk; a file of several names is counted once.
    pub allocated_bytes: i64,
    /// With ~/ before it.
    pub name: String,
    /// Whether all of it was seen; else it takes at least this.
    pub whole: bool,
}

/// What was counted within the time there was.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Folders {
    pub disk_available_bytes: i64,
    /// Of the disk that the home folder is on.
    pub disk_used_bytes: i64,
    /// Files and folders looked at.
    pub entries: i64,
    /// The largest in the home folder, the largest first.
    pub home: Vec<FolderSize>,
    pub home_bytes: i64,
    /// What could not be counted, and why.
    #[serde(default)]
    pub missed: Vec<UnknownSignal>,
    /// Of the table, those that are here, the largest first.
    pub places: Vec<PlaceSize>,
    pub seconds: f64,
    /// Whether there was time for everything.
    pub whole: bool,
}

/// The machine over the last second, for the meters; pushed only while somebody looks.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Frame {
    /// ISO 8601, UTC.
    pub at: String,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub cores: Measured<i64>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub cpu_busy_ratio: Measured<f64>,
    /// Share of the time in which some work waited for it.
    pub cpu_pressure_ratio: Measured<f64>,
    /// Of the busiest disk.
    pub disk_busy_ratio: Measured<f64>,
    /// The mount point that disk_used_ratio is about.
    pub disk_path: String,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub disk_used_ratio: Measured<f64>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub gpu_busy_ratio: Measured<f64>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub gpu_name: Measured<String>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub io_pressure_ratio: Measured<f64>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub memory_available_bytes: Measured<i64>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub memory_pressure_ratio: Measured<f64>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub memory_total_bytes: Measured<i64>,
    pub programs: Measured<Vec<LiveProgram>>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub received_bytes_per_second: Measured<f64>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub sent_bytes_per_second: Measured<f64>,
}

/// A graphics card, as its driver tells it.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Gpu {
    /// A value of this type is either what was measured or an Absent with its reason.
    pub busy_ratio: Measured<f64>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub clock_hertz: Measured<f64>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub clock_max_hertz: Measured<f64>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub memory_total_bytes: Measured<i64>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub memory_used_bytes: Measured<i64>,
    pub name: String,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub power_limit_watts: Measured<f64>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub power_watts: Measured<f64>,
    #[serde(default = "default_gpu_processes")]
    pub processes: Measured<Vec<GpuProcess>>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub temperature_celsius: Measured<f64>,
    #[serde(default = "default_gpu_throttle_reasons")]
    pub throttle_reasons: Measured<Vec<String>>,
    pub vendor: String,
}

fn default_gpu_processes() -> Measured<Vec<GpuProcess>> {
    Measured::Absent(Absent { unknown: "this recording does not tell".into() })
}

fn default_gpu_throttle_reasons() -> Measured<Vec<String>> {
    Measured::Absent(Absent { unknown: "this recording does not tell".into() })
}

/// Who holds a graphics card's memory.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct GpuProcess {
    /// A value of this type is either what was measured or an Absent with its reason.
    pub busy_ratio: Measured<f64>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub memory_bytes: Measured<i64>,
    pub name: String,
    pub pid: i64,
}

/// Graphics cards.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct GpuReading {
    pub cards: Measured<Vec<Gpu>>,
    /// ISO 8601, UTC: the end of the window.
    pub measured_at: String,
    /// The length of the window.
    pub seconds: f64,
}

/// The machine, without its name.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Host {
    pub release: String,
    pub system: HostSystem,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub uptime_s: Measured<f64>,
    /// What kind of virtual machine or container it is; empty on bare metal.
    pub r#virtual: Measured<String>,
}

#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum HostSystem {
    #[serde(rename = "linux")]
    Linux,
    #[serde(rename = "macos")]
    Macos,
    #[serde(rename = "windows")]
    Windows,
    #[serde(rename = "other")]
    Other,
}

/// A network interface.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct InterfaceReading {
    /// A value of this type is either what was measured or an Absent with its reason.
    pub drop_ratio: Measured<f64>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub errors_per_s: Measured<f64>,
    pub name: String,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub received_bytes_per_s: Measured<f64>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub sent_bytes_per_s: Measured<f64>,
    pub up: Measured<bool>,
    /// The busier direction, of what the link can carry.
    pub use_ratio: Measured<f64>,
    pub wireless: Measured<bool>,
}

/// A network interface's running totals, loopback left out.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct InterfaceTotals {
    pub drops: i64,
    pub errors: i64,
    pub name: String,
    pub received_bytes: i64,
    pub received_packets: i64,
    pub sent_bytes: i64,
    pub sent_packets: i64,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub speed_bits_per_s: Measured<i64>,
    pub up: Measured<bool>,
    #[serde(default = "default_interface_totals_wireless")]
    pub wireless: Measured<bool>,
}

fn default_interface_totals_wireless() -> Measured<bool> {
    Measured::Absent(Absent { unknown: "this recording does not tell".into() })
}

/// System-wide limits, and how many tasks the present user may have (None: as many as the system has room for).
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Limits {
    /// A value of this type is either what was measured or an Absent with its reason.
    pub open_files: Measured<i64>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub open_files_limit: Measured<i64>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub tasks: Measured<i64>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub tasks_limit: Measured<i64>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub user_tasks: Measured<i64>,
    pub user_tasks_limit: Option<Measured<i64>>,
}

/// An application in the list of those that use most.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct LiveProgram {
    /// Cores it kept busy: 0.98 is nearly one.
    pub cpu_cores: f64,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub memory_bytes: Measured<i64>,
    pub name: String,
    /// Of the process that started the others: two programs may have one name.
    pub pid: i64,
}

/// Whether Ollama runs and, where it does not, which layer fails and the one fix. `running`, `models`, `error`, `layer` and `fix` mean Ollama; `server` another one; `backend` is what would answer.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct LlmStatus {
    #[serde(default)]
    pub backend: Option<ModelRef>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    #[serde(default)]
    pub fix: Option<String>,
    /// Ollama's address is on this computer, so that it can be started.
    #[serde(default = "default_llm_status_here")]
    pub here: bool,
    #[serde(default)]
    pub jobs: Vec<PullJob>,
    #[serde(default = "default_llm_status_layer")]
    pub layer: LlmStatusLayer,
    /// What is said to what would answer leaves this computer.
    #[serde(default)]
    pub leaves: bool,
    #[serde(default)]
    pub models: Vec<String>,
    #[serde(default)]
    pub notices: Vec<String>,
    pub running: bool,
    /// Left out where no server is named by OPTA_BASE_URL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub server: Option<ServerStatus>,
    #[serde(default)]
    pub version: Option<String>,
}

#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum LlmStatusLayer {
    #[serde(rename = "ok")]
    Ok,
    #[serde(rename = "not_installed")]
    NotInstalled,
    #[serde(rename = "not_started")]
    NotStarted,
    #[serde(rename = "port_held")]
    PortHeld,
    #[serde(rename = "silent")]
    Silent,
    #[serde(rename = "http_error")]
    HttpError,
    #[serde(rename = "not_ollama")]
    NotOllama,
    #[serde(rename = "no_model")]
    NoModel,
    #[serde(rename = "cold")]
    Cold,
    #[serde(rename = "on_cpu")]
    OnCpu,
}

fn default_llm_status_here() -> bool {
    true
}

fn default_llm_status_layer() -> LlmStatusLayer {
    LlmStatusLayer::Ok
}

/// Main memory and swap.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct MemoryReading {
    pub applications: Measured<Vec<ApplicationUse>>,
    /// What programs can still have, cache that is given back included.
    pub available_bytes: Measured<i64>,
    /// Copies of files, given back when needed.
    pub cached_bytes: Measured<i64>,
    /// Used for nothing at all; low is normal.
    pub free_bytes: Measured<i64>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub major_faults_per_s: Measured<f64>,
    /// ISO 8601, UTC: the end of the window.
    pub measured_at: String,
    /// Processes ended for want of memory in the window.
    pub oom_kills: Measured<i64>,
    /// Share of the time in which everything did.
    pub pressure_full_ratio: Measured<f64>,
    /// Share of the time in which something waited for memory.
    pub pressure_some_ratio: Measured<f64>,
    pub processes: Measured<Vec<ProcessUse>>,
    /// The length of the window.
    pub seconds: f64,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub swap_in_bytes_per_s: Measured<f64>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub swap_out_bytes_per_s: Measured<f64>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub swap_total_bytes: Measured<i64>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub swap_used_bytes: Measured<i64>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub total_bytes: Measured<i64>,
    /// Total less available.
    pub used_bytes: Measured<i64>,
}

/// Main memory and swap.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct MemoryTotals {
    pub available_bytes: i64,
    /// Page cache that can be given back: without shared memory.
    pub cached_bytes: Measured<i64>,
    pub free_bytes: i64,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub major_faults: Measured<i64>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub oom_kills: Measured<i64>,
    /// Pages read again soon after they were thrown out.
    pub refaults: Measured<i64>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub shared_bytes: Measured<i64>,
    pub swap_free_bytes: i64,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub swap_in_bytes: Measured<i64>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub swap_out_bytes: Measured<i64>,
    pub swap_total_bytes: i64,
    pub total_bytes: i64,
}

/// Which model is meant.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct ModelArguments {
    /// As llm_models gives it.
    pub name: String,
}

/// An installed model; sizes in bytes.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct ModelInfo {
    pub backend: String,
    #[serde(default)]
    pub capabilities: Vec<String>,
    /// Runs elsewhere: what is said leaves this computer.
    #[serde(default)]
    pub cloud: bool,
    #[serde(default)]
    pub context_tokens: Option<i64>,
    #[serde(default)]
    pub digest: Option<String>,
    /// passed 39/40, failed 12/40, failed at question 4/40, or null: not taken.
    #[serde(default)]
    pub exam: Option<String>,
    /// Against the memory free now; null where unknown.
    #[serde(default)]
    pub fits: Option<bool>,
    #[serde(default)]
    pub loaded: bool,
    pub name: String,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub needs_bytes: Measured<i64>,
    #[serde(default)]
    pub parameters: Option<String>,
    #[serde(default)]
    pub quantization: Option<String>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub size_bytes: Measured<i64>,
}

/// What `llm_models` returns.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct ModelList {
    pub default: String,
    pub models: Vec<ModelInfo>,
    #[serde(default)]
    pub notices: Vec<String>,
    /// The one to pull where none is here; left out where one is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<ModelOffer>,
}

/// A model that is not here and would fit: what a pull of it brings, and where its size is known from.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct ModelOffer {
    pub name: String,
    /// Of the download.
    pub size_bytes: Measured<i64>,
    #[serde(default)]
    pub source: String,
}

/// Which model spoke.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct ModelRef {
    pub backend: String,
    pub name: String,
}

/// A disk as a person sees it.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct MountReading {
    pub available_bytes: i64,
    pub device: String,
    pub filesystem: String,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub fill_bytes_per_s: Measured<f64>,
    /// 0 where the file system has no fixed number of files.
    pub inodes_used_ratio: f64,
    pub path: String,
    pub read_only: bool,
    pub total_bytes: i64,
    pub used_bytes: i64,
    /// Of what users can have, as df tells it.
    pub used_ratio: Measured<f64>,
}

/// A mount in a light look.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct MountSample {
    pub available_bytes: i64,
    pub path: String,
}

/// A mounted file system that a person would call a disk.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct MountUse {
    /// Free to ordinary users.
    pub available_bytes: i64,
    /// A share on the network is only called that: its address would name a host.
    pub device: String,
    pub filesystem: String,
    /// Free to root, the reserve included.
    pub free_bytes: i64,
    pub inodes_free: i64,
    /// 0 where the file system has no fixed number.
    pub inodes_total: i64,
    /// The home folder is ~.
    pub path: String,
    pub read_only: bool,
    pub total_bytes: i64,
    pub used_bytes: i64,
}

/// Network; loopback left out of the interfaces.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct NetworkReading {
    pub applications: Measured<Vec<NetworkUse>>,
    pub interfaces: Measured<Vec<InterfaceReading>>,
    /// ISO 8601, UTC: the end of the window.
    pub measured_at: String,
    /// The length of the window.
    pub seconds: f64,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub tcp_resent_ratio: Measured<f64>,
    #[serde(default)]
    pub unanswered: Vec<UnknownSignal>,
}

/// All interfaces, and TCP.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct NetworkTotals {
    pub interfaces: Vec<InterfaceTotals>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub tcp_segments_resent: Measured<i64>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub tcp_segments_sent: Measured<i64>,
}

/// Who uses the network: TCP alone, connections that lasted through the window.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct NetworkUse {
    pub name: String,
    pub pid: i64,
    pub received_bytes_per_s: f64,
    pub sent_bytes_per_s: f64,
}

/// A tool that is asked nothing.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct NoArguments {}

/// A process that the kernel ended for want of memory, as its log tells.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct OomKill {
    /// Seconds since boot.
    pub at_s: f64,
    pub pid: i64,
    pub victim: String,
}

/// A piece of the answer and whose words it is.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Part {
    pub by: PartBy,
    pub text: String,
}

#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum PartBy {
    #[serde(rename = "rules")]
    Rules,
    #[serde(rename = "card")]
    Card,
    #[serde(rename = "model")]
    Model,
}

/// A place that is known by what is in it: a cache, the bin, models.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct PlaceSize {
    /// What clearing it gives back: blocks, without files that another folder holds by a second name.
    pub freed_bytes: i64,
    /// Its id in the table of places.
    pub id: String,
    /// Whether all of it was seen; else it holds at least this.
    pub whole: bool,
}

/// Mains, battery, and what the system was told to save.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Power {
    /// A value of this type is either what was measured or an Absent with its reason.
    pub charge_ratio: Measured<f64>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub governor: Measured<String>,
    pub on_mains: Measured<bool>,
    /// performance, balanced, low-power, ...
    pub profile: Measured<String>,
}

/// Linux pressure stall information: seconds in which some, or all, work waited, since boot.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct PressureTotals {
    pub cpu_some_s: f64,
    pub io_full_s: f64,
    pub io_some_s: f64,
    pub memory_full_s: f64,
    pub memory_some_s: f64,
}

/// A process in a light look.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct ProcessSample {
    /// A value of this type is either what was measured or an Absent with its reason.
    pub anonymous_bytes: Measured<i64>,
    pub pid: i64,
    pub resident_bytes: i64,
    pub started_s: f64,
    pub state: ProcessSampleState,
}

#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum ProcessSampleState {
    #[serde(rename = "running")]
    Running,
    #[serde(rename = "sleeping")]
    Sleeping,
    #[serde(rename = "waiting")]
    Waiting,
    #[serde(rename = "stopped")]
    Stopped,
    #[serde(rename = "traced")]
    Traced,
    #[serde(rename = "zombie")]
    Zombie,
    #[serde(rename = "idle")]
    Idle,
    #[serde(rename = "unknown")]
    Unknown,
}

/// One process. Its name is the cleaned base name of its program, never its command line.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct ProcessTotals {
    /// Memory of its own, not mapped from files.
    pub anonymous_bytes: Measured<i64>,
    /// Equal for two processes that share all their control groups.
    #[serde(default)]
    pub cgroup: String,
    /// Ids of the snapshot's cgroups it is in, innermost first.
    #[serde(default)]
    pub cgroups: Vec<String>,
    /// Of children that have ended and been waited for.
    pub children_cpu_s: Measured<f64>,
    /// On how many logical cores it may run.
    pub cores_allowed: Measured<i64>,
    pub cpu_s: f64,
    /// Its cgroup is frozen.
    #[serde(default)]
    pub frozen: bool,
    /// A thread of the kernel, by its flags, not its name.
    #[serde(default)]
    pub kernel: bool,
    /// The login it belongs to, as the kernel's audit numbers it; 0: none.
    #[serde(default)]
    pub login: i64,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub major_faults: Measured<i64>,
    /// As a person knows it: the script's name where a script runs.
    pub name: String,
    pub nice: i64,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub open_files: Measured<i64>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub open_files_limit: Measured<i64>,
    /// Opta itself, or a child of it.
    #[serde(default)]
    pub own: bool,
    pub parent_pid: i64,
    pub pid: i64,
    /// Base name of the file that runs, where readable, else the name.
    pub program: String,
    /// When it was read, on the snapshot's clock.
    pub read_at_s: f64,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub read_bytes: Measured<i64>,
    pub resident_bytes: i64,
    /// Time that its threads were ready to run and waited for a core.
    pub run_delay_s: Measured<f64>,
    /// The number of its session: what setsid gives; 0: unknown.
    #[serde(default)]
    pub session: i64,
    /// Seconds since boot; with pid, the identity of a process.
    pub started_s: f64,
    pub state: ProcessTotalsState,
    /// Memory of its own that lies in swap.
    #[serde(default = "default_process_totals_swapped_bytes")]
    pub swapped_bytes: Measured<i64>,
    /// How often its threads were put on a core.
    pub switches: Measured<i64>,
    /// Whether a terminal controls it.
    pub terminal: bool,
    pub threads: i64,
    /// The kernel function an uninterruptible wait is in; empty: none.
    pub waits_in: Measured<String>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub written_bytes: Measured<i64>,
}

#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum ProcessTotalsState {
    #[serde(rename = "running")]
    Running,
    #[serde(rename = "sleeping")]
    Sleeping,
    #[serde(rename = "waiting")]
    Waiting,
    #[serde(rename = "stopped")]
    Stopped,
    #[serde(rename = "traced")]
    Traced,
    #[serde(rename = "zombie")]
    Zombie,
    #[serde(rename = "idle")]
    Idle,
    #[serde(rename = "unknown")]
    Unknown,
}

fn default_process_totals_swapped_bytes() -> Measured<i64> {
    Measured::Absent(Absent { unknown: "this recording does not tell".into() })
}

/// One process.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct ProcessUse {
    /// A value of this type is either what was measured or an Absent with its reason.
    pub age_s: Measured<f64>,
    /// Of children that ended in the window.
    pub children_cpu_cores: Measured<f64>,
    pub cpu_cores: f64,
    pub cpu_total_s: f64,
    pub memory_bytes: i64,
    pub name: String,
    pub nice: i64,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub open_files: Measured<i64>,
    pub pid: i64,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub read_bytes_per_s: Measured<f64>,
    /// Time its threads waited for a core, of the window.
    pub run_delay_ratio: Measured<f64>,
    pub state: ProcessUseState,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub written_bytes_per_s: Measured<f64>,
}

#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum ProcessUseState {
    #[serde(rename = "running")]
    Running,
    #[serde(rename = "sleeping")]
    Sleeping,
    #[serde(rename = "waiting")]
    Waiting,
    #[serde(rename = "stopped")]
    Stopped,
    #[serde(rename = "traced")]
    Traced,
    #[serde(rename = "zombie")]
    Zombie,
    #[serde(rename = "idle")]
    Idle,
    #[serde(rename = "unknown")]
    Unknown,
}

/// Applications and processes.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct ProcessesReading {
    pub by_cpu: Measured<Vec<ApplicationUse>>,
    pub by_memory: Measured<Vec<ApplicationUse>>,
    /// ISO 8601, UTC: the end of the window.
    pub measured_at: String,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub process_count: Measured<i64>,
    /// The busiest, each by itself.
    pub processes: Measured<Vec<ProcessUse>>,
    /// The length of the window.
    pub seconds: f64,
    /// How many processes are in each state.
    pub states: Measured<std::collections::BTreeMap<String, i64>>,
}

/// What `llm_pull` is asked.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct PullArguments {
    /// Name and tag, such as llama3:8b.
    pub model: String,
    /// Stop this model's download; what has arrived is kept.
    #[serde(default)]
    pub stop: bool,
    /// The call returns after this time at the latest; the download goes on without it. null: at its end.
    #[serde(default = "default_pull_arguments_wait_seconds")]
    pub wait_seconds: Option<f64>,
}

fn default_pull_arguments_wait_seconds() -> Option<f64> {
    Some(50.0)
}

/// A model on its way here; rate in bytes per second, time left in seconds.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct PullJob {
    #[serde(default)]
    pub completed_bytes: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    #[serde(default)]
    pub hint: Option<String>,
    #[serde(default)]
    pub message: String,
    pub model: String,
    #[serde(default)]
    pub rate_bytes_per_second: Option<f64>,
    /// Already here when this pull began.
    #[serde(default)]
    pub resumed_bytes: i64,
    #[serde(default)]
    pub seconds_left: Option<f64>,
    pub state: PullJobState,
    #[serde(default)]
    pub total_bytes: Option<i64>,
}

#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum PullJobState {
    #[serde(rename = "running")]
    Running,
    #[serde(rename = "stalled")]
    Stalled,
    #[serde(rename = "done")]
    Done,
    #[serde(rename = "failed")]
    Failed,
    #[serde(rename = "stopped")]
    Stopped,
}

/// What all readings have in common.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Reading {
    /// ISO 8601, UTC: the end of the window.
    pub measured_at: String,
    /// The length of the window.
    pub seconds: f64,
}

/// A first and a last snapshot, and light looks between: what `--record` writes and `--replay` reads.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Recording {
    #[serde(default = "default_recording_folders")]
    pub folders: Measured<Folders>,
    /// How it was made, where it was made by hand.
    #[serde(default)]
    pub note: String,
    pub opta_version: String,
    #[serde(default)]
    pub samples: Vec<Sample>,
    #[serde(default = "default_recording_schema")]
    pub schema: i64,
    pub snapshots: Vec<Snapshot>,
}

fn default_recording_folders() -> Measured<Folders> {
    Measured::Absent(Absent { unknown: "not looked for".into() })
}

fn default_recording_schema() -> i64 {
    1
}

/// A light look between the first snapshot and the last: processor, pressure, memory of processes, space of mounts. It costs a tenth of a snapshot. Two-window rules and growth need it; everything else is in the snapshots.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Sample {
    pub clock_s: f64,
    pub cores: Measured<Vec<CoreTimes>>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub memory_available_bytes: Measured<i64>,
    pub mounts: Measured<Vec<MountSample>>,
    pub pressure: Measured<PressureTotals>,
    pub processes: Measured<Vec<ProcessSample>>,
}

/// The server that OPTA_BASE_URL names, which answers before all others: where it does not, why and the one fix.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct ServerStatus {
    pub address: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    #[serde(default)]
    pub fix: Option<String>,
    #[serde(default = "default_server_status_layer")]
    pub layer: ServerStatusLayer,
}

#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum ServerStatusLayer {
    #[serde(rename = "ok")]
    Ok,
    #[serde(rename = "not_installed")]
    NotInstalled,
    #[serde(rename = "not_started")]
    NotStarted,
    #[serde(rename = "port_held")]
    PortHeld,
    #[serde(rename = "silent")]
    Silent,
    #[serde(rename = "http_error")]
    HttpError,
    #[serde(rename = "not_ollama")]
    NotOllama,
    #[serde(rename = "no_model")]
    NoModel,
    #[serde(rename = "cold")]
    Cold,
    #[serde(rename = "on_cpu")]
    OnCpu,
}

fn default_server_status_layer() -> ServerStatusLayer {
    ServerStatusLayer::Ok
}

/// Everything at one instant. A part that could not be read says why.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Snapshot {
    pub cgroups: Measured<Vec<Cgroup>>,
    /// Monotonic; only differences mean anything.
    pub clock_s: f64,
    pub connections: Measured<Vec<ConnectionTotals>>,
    pub cpu: Measured<CpuTotals>,
    pub deleted_files: Measured<Vec<DeletedFile>>,
    pub disks: Measured<Vec<DiskTotals>>,
    pub gpus: Measured<Vec<Gpu>>,
    pub host: Host,
    pub limits: Measured<Limits>,
    pub memory: Measured<MemoryTotals>,
    /// Single things inside a part that could not be read: a share that does not answer.
    #[serde(default)]
    pub missed: Vec<UnknownSignal>,
    pub mounts: Measured<Vec<MountUse>>,
    pub network: Measured<NetworkTotals>,
    pub oom_log: Measured<Vec<OomKill>>,
    pub power: Measured<Power>,
    pub pressure: Measured<PressureTotals>,
    pub processes: Measured<Vec<ProcessTotals>>,
    /// ISO 8601, UTC.
    pub taken_at: String,
}

/// One message of a kept conversation; a partial one is an answer whose end never came.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct StoredMessage {
    /// ISO 8601, UTC.
    pub at: String,
    pub content: String,
    /// The findings that the answer rests on.
    #[serde(default)]
    pub grounded: Option<Answer>,
    pub id: i64,
    /// Who spoke; empty for the user and for the rules.
    #[serde(default)]
    pub model: String,
    pub role: StoredMessageRole,
    #[serde(default = "default_stored_message_state")]
    pub state: StoredMessageState,
}

#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum StoredMessageRole {
    #[serde(rename = "user")]
    User,
    #[serde(rename = "assistant")]
    Assistant,
    #[serde(rename = "system")]
    System,
}

#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum StoredMessageState {
    #[serde(rename = "whole")]
    Whole,
    #[serde(rename = "partial")]
    Partial,
    #[serde(rename = "stopped")]
    Stopped,
    #[serde(rename = "failed")]
    Failed,
}

fn default_stored_message_state() -> StoredMessageState {
    StoredMessageState::Whole
}

/// One line of a stream; exactly one field is filled. A result or a failure is the last line.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct StreamLine {
    #[serde(default)]
    pub event: Option<Event>,
    #[serde(default)]
    pub failure: Option<Failure>,
    #[serde(default)]
    pub frame: Option<Frame>,
    #[serde(default)]
    pub job: Option<PullJob>,
    #[serde(default)]
    pub result: Option<ChatResult>,
}

/// Everything at once; applications and processes once, under `processes`.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct SystemReading {
    pub cpu: CpuReading,
    pub disk: DiskReading,
    pub gpu: GpuReading,
    pub host: Host,
    pub limits: Measured<Limits>,
    /// ISO 8601, UTC: the end of the window.
    pub measured_at: String,
    pub memory: MemoryReading,
    pub network: NetworkReading,
    /// What Opta itself used, a model of its own included.
    pub own_cpu_cores: Measured<f64>,
    /// A value of this type is either what was measured or an Absent with its reason.
    pub own_memory_bytes: Measured<i64>,
    pub power: Measured<Power>,
    pub processes: ProcessesReading,
    /// The length of the window.
    pub seconds: f64,
}

/// Milliseconds from the question on.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Timings {
    #[serde(default)]
    pub first_text: f64,
    #[serde(default)]
    pub model_first_token: Option<f64>,
    #[serde(default)]
    pub snapshot: f64,
    #[serde(default)]
    pub total: f64,
}

/// A signal that could not be read and that the answer would have used.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct UnknownSignal {
    /// The signal in a person's words: Graphics card.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    pub reason: String,
    pub signal: String,
}
