interface SparklineProps {
  /** Newest last; null where nothing was read. */
  readonly values: readonly (number | null)[];
  readonly top: number;
}

const WIDTH = 60;
const HEIGHT = 24;

/** A minute of a meter. A gap is a gap and not a zero; the number beside it says the same. */
export function Sparkline({ values, top }: SparklineProps) {
  const runs = runsOf(values.slice(-WIDTH), top);
  return (
    <svg className="spark" viewBox={`0 0 ${WIDTH - 1} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      {runs.map((points) => (
        <g key={points[0]}>
          <polygon
            className="spark-area"
            points={`${xOf(points[0])},${HEIGHT} ${points.join(" ")} ${xOf(points.at(-1))},${HEIGHT}`}
          />
          <polyline className="spark-line" points={points.join(" ")} />
        </g>
      ))}
    </svg>
  );
}

function xOf(point = "0,0"): string {
  return point.slice(0, point.indexOf(","));
}

function runsOf(values: readonly (number | null)[], top: number): string[][] {
  const runs: string[][] = [[]];
  const start = WIDTH - values.length;
  for (const [index, value] of values.entries()) {
    if (value === null) runs.push([]);
    else runs.at(-1)?.push(`${start + index},${(HEIGHT - 1 - (Math.min(value, top) / top) * (HEIGHT - 3)).toFixed(2)}`);
  }
  return runs.filter((points) => points.length > 0);
}
