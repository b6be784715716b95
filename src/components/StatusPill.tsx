import { useState } from "react";
import type { Pull } from "../hooks/usePull";
import { fileText, timeLeft } from "../lib/format";
import { type Health, REPAIR_LABELS, type Repair } from "../lib/health";
import type { PullJob } from "../types/contract";
import { Said } from "./Said";

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
          <Label text={health.label} short={health.short ?? health.label} />
        </button>
      </span>
      {repair !== null && (
        <button type="button" className="pill-repair" disabled={busy} onClick={() => onRepair(repair)}>
          {REPAIR_LABELS[repair]}
        </button>
      )}
      {open && detail !== "" && <Detail text={detail} />}
    </div>
  );
}

function Detail({ text }: { readonly text: string }) {
  return (
    <p className="pill-detail">
      <Said line={text} />
    </p>
  );
}

/** The whole text for who hears it and who has room for it; a narrow window shows the short one. */
function Label({ text, short }: { readonly text: string; readonly short: string }) {
  return (
    <>
      <span className="pill-label">{text}</span>
      <span className="pill-short" aria-hidden="true" data-text={short} />
    </>
  );
}

function PullPill({ job, onCancel }: { readonly job: PullJob; readonly onCancel: () => void }) {
  return (
    <div className="pill">
      <span className="pill-state">
        <span className="dot waiting" />
        <Label text={pullText(job)} short={shareText(job).trim() || job.model} />
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

function shareText({ completed_bytes, total_bytes }: PullJob): string {
  return total_bytes ? ` ${Math.floor((completed_bytes / total_bytes) * 100)} %` : "";
}

/** "llama3:8b 26 %, 5 min left"; a stall is said as one. */
export function pullText(job: PullJob): string {
  const share = shareText(job);
  if (job.state === "stalled") return `${job.model}${share}, nothing has come for a while`;
  return `${job.model}${share}${job.seconds_left === null ? "" : `, ${timeLeft(job.seconds_left)}`}`;
}

/** "1.2 of 4.7 GB at 11.8 MB/s, 900 MB of it from before": how far it is, beside its bar. */
export function pullAmount({ completed_bytes, total_bytes, rate_bytes_per_second, resumed_bytes }: PullJob): string {
  if (total_bytes === null) return "";
  const rate = rate_bytes_per_second === null ? "" : ` at ${fileText(rate_bytes_per_second)}/s`;
  const before = resumed_bytes > 0 ? `, ${fileText(resumed_bytes)} of it from before` : "";
  return `${fileText(completed_bytes)} of ${fileText(total_bytes)}${rate}${before}`;
}
