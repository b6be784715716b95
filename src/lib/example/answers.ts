import type { Answer, CardRef, Evidence, Finding, Part } from "../../types/contract";

/** When all examples were "measured". */
export const AT = "2026-11-23T14:32:07.412+00:00";

const TIMINGS = { first_text: 1160, snapshot: 1180, model_first_token: null, total: 1190 };
const NOBODY = { kind: "none", name: "", pid: null, path: null } as const;
export const LLAMA = { backend: "ollama", name: "llama3:8b" };

type Measured = Pick<Evidence, "signal" | "label" | "value" | "unit" | "display"> & { readonly threshold?: number };

function evidence(measured: Measured): Evidence {
  return { threshold: null, measured_at: AT, ...measured };
}

export function answer(question: string, given: Partial<Answer> & Pick<Answer, "verdict" | "parts">): Answer {
  return {
    schema: 1,
    question,
    answer: given.parts.map((part) => part.text).join("\n\n"),
    lead: "",
    dropped_sentences: 0,
    findings: [],
    told: null,
    cards: [],
    unknown: [],
    model: null,
    notices: [],
    timings_ms: TIMINGS,
    ...given,
  };
}

function rulesText(finding: Finding): string {
  const advice = finding.advice === "" ? "" : ` What to do: ${finding.advice}`;
  return `${finding.title}. ${finding.why}${advice}`;
}

const BUSY: Finding = {
  id: "cpu.hog",
  severity: "warning",
  title: "render-fzr keeps a processor core busy",
  why: "It used 98 % of one core over the last 3 s. Your computer has 2 cores, so everything else shares the other one. Memory and disks are fine.",
  culprit: { kind: "process", name: "render-fzr", pid: 4123, path: null },
  evidence: [
    {
      signal: "process.cpu",
      label: "Processor, render-fzr",
      value: 0.98,
      unit: "cores",
      display: "98 %",
      threshold: 0.8,
    },
    { signal: "cpu.busy", label: "Processor, all", value: 0.61, unit: "ratio", display: "61 %" },
    { signal: "memory.available", label: "Memory available", value: 21.3, unit: "GiB", display: "21.3 GiB" },
    { signal: "memory.total", label: "Memory", value: 23.5, unit: "GiB", display: "23.5 GiB" },
    { signal: "window", label: "Measured over", value: 3, unit: "s", display: "3 s" },
  ].map(evidence),
  advice: "Close render-fzr if you do not need it, or let it finish.",
  risk: "Unsaved work in it is lost.",
  undo: "",
  sources: ["https://docs.kernel.org/accounting/psi.html"],
};

/** As long as a program's name may become. */
export const LONG = "Microsoft.SharePoint.Migration.Worker.Background.Service";

const BUSY_LONG: Finding = {
  ...BUSY,
  title: BUSY.title.replaceAll("render-fzr", LONG),
  advice: BUSY.advice.replaceAll("render-fzr", LONG),
  culprit: { ...BUSY.culprit, name: LONG },
  evidence: BUSY.evidence.map((piece) => ({
    ...piece,
    label: piece.label?.replaceAll("render-fzr", LONG) ?? null,
  })),
};

const FULL: Finding = {
  id: "disk.full",
  severity: "critical",
  title: "The disk / is nearly full",
  why: "412 MiB of 233 GiB is left. Programs that must write may fail or lose what they write.",
  culprit: { kind: "mount", name: "/", pid: null, path: "/" },
  evidence: [
    { signal: "disk.used", label: "Disk used", value: 0.998, unit: "ratio", display: "99.8 %", threshold: 0.95 },
    { signal: "disk.available", label: "Disk free", value: 0.4, unit: "GiB", display: "412 MiB", threshold: 2 },
  ].map(evidence),
  advice: "Empty the bin, then look through Downloads for what is large and no longer needed.",
  risk: "What is deleted from the bin cannot be brought back.",
  undo: "None; keep a copy of what you are not sure about.",
  sources: ["https://www.freedesktop.org/wiki/Specifications/trash-spec/"],
};

const WELL: Finding = {
  id: "healthy",
  severity: "info",
  title: "Nothing is wrong",
  why: "The processor, memory and disks were looked at for 1.2 s, and none of them is short.",
  culprit: NOBODY,
  evidence: [
    { signal: "cpu.busy", label: "Processor, all", value: 0.03, unit: "ratio", display: "3 %" },
    { signal: "memory.available", label: "Memory available", value: 21.3, unit: "GiB", display: "21.3 GiB" },
    { signal: "memory.total", label: "Memory", value: 23.5, unit: "GiB", display: "23.5 GiB" },
    { signal: "disk.used", label: "Disk used", value: 0.13, unit: "ratio", display: "13 %" },
  ].map(evidence),
  advice: "",
  risk: "",
  undo: "",
  sources: [],
};

const CARD: CardRef = {
  id: "myth.ram_cleaner",
  title: "RAM cleaners do not help",
  sources: ["https://www.linuxatemyram.com/", "https://docs.kernel.org/admin-guide/mm/concepts.html"],
};

const CARD_TEXT =
  "A RAM cleaner only pushes pages out to the disk, from where they must be read again. " +
  "Memory that holds copies of files is given back the moment a program asks for it, so it costs nothing.";

export const MODEL_WORDS =
  "The program render-fzr takes nearly a whole core for itself, and that is why the rest feels slow. Close it, or let it finish.";

const byRules = (...findings: readonly Finding[]): readonly Part[] => [
  { by: "rules", text: findings.map(rulesText).join("\n\n") },
];

const LARGE: Finding = {
  ...FULL,
  id: "space.largest",
  severity: "info",
  title: "The largest folder is /home/jo/Library/Application Support/backup-of-the-old-laptop/2019-2024/pictures",
  why: "It holds 141 GiB in 48,211 files. The next ones hold 22 GiB and 9 GiB. `du -sh ~/*` lists them all.",
  evidence: [{ signal: "folder.size", label: "Its size", value: 141, unit: "GiB", display: "141 GiB" }].map(evidence),
  advice: "Look through it with `ncdu ~`, and move what is rarely needed to another disk.",
  undo: "Move it back.",
};

const UNREAD = ["GPU", "Fan", "Battery", "Disk health", "Wireless signal"].map((label) => ({
  signal: label.toLowerCase().replace(" ", "."),
  label,
  reason: "not permitted for this user; run Opta as an administrator to have it read",
}));

/** The measured part alone: what stands before a model says anything. */
export const MEASURED = {
  finding: (question: string) => answer(question, { verdict: "fault", findings: [BUSY], parts: byRules(BUSY) }),
  several: (question: string) =>
    answer(question, {
      verdict: "fault",
      findings: [FULL, BUSY_LONG],
      unknown: [{ signal: "gpu", label: "Graphics card", reason: "no driver is loaded" }],
      parts: byRules(FULL, BUSY_LONG),
      notices: ["llama3:8b did not pass its exam (12 of 40), so the rules answered alone."],
    }),
  long: (question: string) =>
    answer(question, {
      verdict: "fault",
      lead: "No.",
      findings: [FULL, BUSY_LONG, LARGE, { ...LARGE, title: "The bin holds 3.2 GiB" }, BUSY],
      told: 3,
      cards: [CARD],
      unknown: UNREAD,
      parts: [...byRules(FULL, BUSY_LONG, LARGE), { by: "card", text: CARD_TEXT }],
    }),
  healthy: (question: string) => answer(question, { verdict: "healthy", findings: [WELL], parts: byRules(WELL) }),
  unknown: (question: string) =>
    answer(question, {
      verdict: "unknown",
      lead: "I cannot tell.",
      unknown: [
        {
          signal: "gpu.temperature",
          label: "Graphics temperature",
          reason: "no graphics driver is loaded; install one, then ask again",
        },
        { signal: "cpu.temperature", label: "Processor temperature", reason: "this virtual machine has no sensors" },
      ],
      parts: [
        {
          by: "rules",
          text: "I cannot tell. It is not known whether something runs hot, because no temperature could be read. The fans answer to temperatures, so nothing is known of them either.",
        },
      ],
    }),
  card: (question: string) =>
    answer(question, { verdict: "healthy", findings: [WELL], cards: [CARD], parts: [{ by: "card", text: CARD_TEXT }] }),
};

/** An answer with the model's words after it. */
export function withWords(measured: Answer, words: string, dropped: number): Answer {
  const parts: readonly Part[] = [...measured.parts, { by: "model", text: words }];
  return {
    ...measured,
    parts,
    answer: parts.map((part) => part.text).join("\n\n"),
    model: LLAMA,
    dropped_sentences: dropped,
  };
}
