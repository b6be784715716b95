import { useState } from "react";
import type { Pull } from "../hooks/usePull";
import { timeLeft } from "../lib/format";
import { type Health, REPAIR_LABELS, type Repair } from "../lib/health";
import type { PullJob } from "../types/contract";

interface StatusPillProps {
  readonly health: Health;
  readonly pull: Pull;
  readonly busy: boolean;
  readonly onRepair: (repair: Repair) => void;
}

/** What answers, and the one thing to do where it does not. */
export function StatusPill({ health, pull, busy, onRepair }: StatusPillProps) {
  const [open, setOpen] = useState(false);
  if (pull.job !== null) return <PullPill job={pull.job} onCancel={pull.cancel} />;
  const { repair, detail } = health;
  return (
    <div className="pill">
      <span role="status" className="pill-live">
        <button
          type="button"
          className="pill-state"
          aria-expanded={detail === "" ? undefined : open}
          disabled={detail === ""}
          onClick={() => setOpen(!open)}
        >
          <span className={`dot ${health.tone}`} />
          <span>{health.label}</span>
        </button>
      </span>
      {repair !== null && (
        <button type="button" className="pill-repair" disabled={busy} onClick={() => onRepair(repair)}>
          {REPAIR_LABELS[repair]}
        </button>
      )}
      {open && detail !== "" && <p className="pill-detail">{detail}</p>}
    </div>
  );
}

function PullPill({ job, onCancel }: { readonly job: PullJob; readonly onCancel: () => void }) {
  return (
    <div className="pill">
      <span className="pill-state">
        <span className="dot waiting" />
        <span>{pullText(job)}</span>
        <progress aria-label={`Getting ${job.model}`} max={job.total_bytes ?? undefined} value={progressOf(job)} />
      </span>
      <button type="button" className="pill-repair" onClick={onCancel}>
        Cancel
      </button>
    </div>
  );
}

export function progressOf(job: PullJob): number | undefined {
  return job.total_bytes === null ? undefined : job.completed_bytes;
}

/** "llama3:8b 26 %, 5 min left"; a stall is said as one. */
export function pullText(job: PullJob): string {
  const share = job.total_bytes ? ` ${Math.floor((job.completed_bytes / job.total_bytes) * 100)} %` : "";
  if (job.state === "stalled") return `${job.model}${share}, nothing has come for a while`;
  return `${job.model}${share}${job.seconds_left === null ? "" : `, ${timeLeft(job.seconds_left)}`}`;
}
