import { useId, useState } from "react";
import { type Chip, chipsOf } from "../lib/evidence";
import { host, timeOfDay } from "../lib/format";
import type { Finding } from "../types/contract";

interface EvidenceChipsProps {
  readonly finding: Finding;
  readonly limit: number;
}

/** The numbers that a finding rests on; when and whence on focus, hover or a click. */
export function EvidenceChips({ finding, limit }: EvidenceChipsProps) {
  const chips = chipsOf(finding).slice(0, limit);
  if (chips.length === 0) return null;
  return (
    <ul className="chips" aria-label="Measured">
      {chips.map((chip) => (
        <li key={chip.key}>
          <EvidenceChip chip={chip} isFault={finding.severity !== "info"} sources={finding.sources} />
        </li>
      ))}
    </ul>
  );
}

interface EvidenceChipProps {
  readonly chip: Chip;
  readonly isFault: boolean;
  readonly sources: readonly string[];
}

function EvidenceChip({ chip, isFault, sources }: EvidenceChipProps) {
  const [open, setOpen] = useState(false);
  const tip = useId();
  const time = timeOfDay(chip.measuredAt);
  return (
    <span className="chip-place">
      <button
        type="button"
        className="chip"
        aria-describedby={tip}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        onBlur={() => setOpen(false)}
      >
        <span className="chip-label">{chip.label}</span> <span className="chip-value">{chip.value}</span>
        {isFault && chip.limit !== "" && <span className="chip-limit"> {chip.limit}</span>}
      </button>
      <span id={tip} role="tooltip" className="chip-tip" data-open={open}>
        {time !== "" && <span>Measured at {time}</span>}
        <span>
          Signal <span className="name">{chip.signal}</span>
        </span>
        {chip.limit !== "" && <span>Limit of the rule: {chip.limit}</span>}
        {sources.length > 0 && <span>After {sources.map(host).join(", ")}</span>}
      </span>
    </span>
  );
}
