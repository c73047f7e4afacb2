import type { StepName } from '@millrace/contracts';
import pl, { type DataFrame, type Series } from 'nodejs-polars';
import { netChanges } from './net-changes';

export interface ChangeLabels {
  /** Of several columns, each change has the name of its own. */
  readonly column: string | readonly string[];
  readonly step: number;
  readonly stepName: StepName;
  /** Left out where each change has its own. */
  readonly confidence?: number;
  readonly reason?: string;
}

/** Changes that were made in one go. */
interface Part {
  readonly changed: DataFrame;
  readonly labels: ChangeLabels;
}

const schema = {
  row: pl.UInt32,
  before: pl.Utf8,
  after: pl.Utf8,
  turn: pl.Int32,
  column: pl.Utf8,
  step: pl.Int32,
  stepName: pl.Utf8,
  confidence: pl.Float64,
  reason: pl.Utf8,
};

const typed = Object.entries(schema).map(([name, type]) => pl.col(name).cast(type));

const none = (): DataFrame =>
  pl.DataFrame(Object.fromEntries(Object.keys(schema).map((name) => [name, [] as never[]])), { schema } as never);

const labelsOf = (parts: readonly Part[], from: number): DataFrame => {
  const labels = parts.map(({ labels: one }) => one);
  return pl.DataFrame([
    pl.Series('turn', labels.map((_, at) => from + at), pl.Int32),
    pl.Series('itsColumn', labels.map(({ column }) => (typeof column === 'string' ? column : null)), pl.Utf8),
    pl.Series('step', labels.map(({ step }) => step), pl.Int32),
    pl.Series('stepName', labels.map(({ stepName }) => stepName), pl.Utf8),
    pl.Series('itsConfidence', labels.map(({ confidence }) => confidence ?? null), pl.Float64),
    pl.Series('itsReason', labels.map(({ reason }) => reason ?? null), pl.Utf8),
  ]); // prettier-ignore
};

const own = ['column', 'confidence', 'reason'] as const;

/** Parts as one frame, each change with its labels. Thousands of parts are one plan: an expression of its own for each takes longer than its work. */
const labelled = (parts: readonly Part[], from: number): DataFrame => {
  const turns = new Int32Array(parts.reduce((sum, { changed }) => sum + changed.height, 0));
  let at = 0;
  for (const [place, { changed }] of parts.entries()) turns.fill(from + place, at, (at += changed.height));
  const all = pl.concat(parts.map(({ changed }) => changed), { how: 'diagonalRelaxed' as never, rechunk: false }); // prettier-ignore
  const names = new Set(all.columns);
  const made = own.map((name) => {
    const its = pl.col(`its${name[0]?.toUpperCase()}${name.slice(1)}`);
    return (names.has(name) ? pl.col(name).fillNull(its) : its).alias(name);
  });
  return all
    .hstack<Series[]>([pl.Series('turn', turns as never, pl.Int32)])
    .lazy()
    .join(labelsOf(parts, from).lazy(), { on: 'turn', how: 'left' })
    .withColumns(...made)
    .select(...typed)
    .collectSync();
};

/** Collects changed cells as they are made, and puts them together once. */
export class ChangeParts {
  private parts: Part[] = [];
  private turns = 0;
  private together: DataFrame | null = null;
  /** How many parts have changes of a column, by its name. */
  private readonly timesOf = new Map<string, number>();

  /** @param changed columns row, before, after; also column, confidence and reason where the labels have none */
  add(changed: DataFrame, labels: ChangeLabels): void {
    this.parts.push({ changed, labels });
  }

  /** @returns what takes back all that was added since */
  mark(): () => void {
    const { length } = this.parts;
    return () => void (this.parts = this.parts.slice(0, length));
  }

  /** Columns row, column, before, after, step, stepName, confidence, reason, and turn: the order in which they were made. Cells that end as they began are not among them. */
  net(): DataFrame {
    const { parts, together } = this;
    if (parts.length === 0) return (this.together ??= none());
    for (const name of parts.flatMap(({ labels }) => labels.column)) this.timesOf.set(name, (this.timesOf.get(name) ?? 0) + 1);
    const made = labelled(parts, this.turns);
    this.turns += parts.length;
    this.parts = [];
    const again = [...this.timesOf].flatMap(([name, times]) => (times > 1 ? [name] : []));
    this.together = netChanges(together === null ? made : pl.concat([together, made]), again);
    return this.together;
  }
}
