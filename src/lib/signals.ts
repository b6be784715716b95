/** What a signal is called on a chip. A signal that is not here is said by its own name, dots and all made words. */
const LABELS: Readonly<Record<string, string>> = {
  "cpu.busy": "Processor, all",
  "cpu.cores": "Cores",
  "cpu.temperature": "Processor temperature",
  "cpu.frequency": "Processor speed",
  "cpu.pressure": "Work waiting for the processor",
  "memory.available": "Memory available",
  "memory.used": "Memory used",
  "memory.total": "Memory",
  "memory.pressure": "Work waiting for memory",
  "swap.used": "Swap used",
  "swap.free": "Swap free",
  "disk.used": "Disk used",
  "disk.available": "Disk free",
  "disk.busy": "Disk busy",
  "folder.size": "Takes",
  "folders.clearable": "Can be freed",
  "folders.counted": "Counted for",
  "folders.home": "Home folder",
  "gpu.busy": "Graphics",
  "gpu.memory": "Graphics memory",
  "gpu.temperature": "Graphics temperature",
  gpu: "Graphics card",
  window: "Measured over",
  "io.pressure": "Work waiting for the disk",
};

const OF_PROGRAM: Readonly<Record<string, string>> = {
  "process.cpu": "Processor",
  "application.cpu": "Processor",
  "process.memory": "Memory",
  "application.memory": "Memory",
  "process.resident": "Memory",
  "process.threads": "Threads",
  "process.written": "Written",
  "process.read": "Read",
};

const ACRONYMS: Readonly<Record<string, string>> = {
  cpu: "processor",
  gpu: "graphics",
  io: "disk traffic",
  tcp: "TCP",
};

/** A signal in a person's words; one that is about a program carries its name. */
export function signalLabel(signal: string, culprit = ""): string {
  const program = OF_PROGRAM[signal];
  if (program !== undefined) return culprit === "" ? program : `${program}, ${culprit}`;
  return LABELS[signal] ?? spoken(signal);
}

function spoken(signal: string): string {
  const words = signal.split(/[._]/).map((word) => ACRONYMS[word] ?? word);
  const said = words.join(" ");
  return said.charAt(0).toUpperCase() + said.slice(1);
}

export type Meter = "processor" | "memory" | "disk" | "network" | "graphics";

const METERS: readonly (readonly [RegExp, Meter])[] = [
  [/^(cpu|load)\b|\.cpu\b/, "processor"],
  [/^(memory|swap|oom)\b|\.(memory|resident|anonymous)\b/, "memory"],
  [/^(disk|mount|io|inode|deleted)|\.(written|read|inodes)\b/, "disk"],
  [/^(network|interface|tcp|wifi)/, "network"],
  [/^gpu/, "graphics"],
];

/** Which meter shows a signal, if any does. */
export function meterOf(signal: string): Meter | null {
  return METERS.find(([pattern]) => pattern.test(signal))?.[1] ?? null;
}
