import type { StepName } from '@millrace/contracts';
import { join } from 'node:path';
import pl, { type DataFrame } from 'nodejs-polars';
import { SyncFileSink } from '../columnar/sync-file-sink';
import { netChanges } from './net-changes';

const sliceRows = 20_000;

/** Writes a frame as JSON lines. */
export const writeLines = (frame: DataFrame, sink: SyncFileSink): void => {
  for (let at = 0, rows = frame.height; at < rows; at += sliceRows)
    frame.slice(at, sliceRows).writeJSON(sink as never, { format: 'lines' });
};

interface ChangeLabels {
  /** Of several columns, each change has the name of its own. */
  readonly column: string | readonly string[];
  readonly step: number;
  readonly stepName: StepName;
  /** Left out where each change has its own. */
  readonly confidence?: number;
  readonly reason?: string;
}

const changeSchema = {
  row: pl.UInt32,
  column: pl.Utf8,
  before: pl.Utf8,
  after: pl.Utf8,
  step: pl.Int32,
  stepName: pl.Utf8,
  confidence: pl.Float64,
  reason: pl.Utf8,
};

/** Steps that write what a cell says in another way. */
const rewriting: ReadonlySet<StepName> = new Set([
  'trimWhitespace',
  'collapseWhitespace',
  'normaliseUnicode',
  'fixMojibake',
  'castColumn',
  'changeCase',
  'parseDates',
  'parseNumbers',
  'stripUnits',
  'roundNoise',
  'parseBooleans',
  'standardiseCodes',
  'standardiseUnits',
  'generalise',
  'hashCells',
  'maskCells',
]);
/** Steps that are there to make cells alike. */
const alike: ReadonlySet<StepName> = new Set(['maskCells', 'generalise']);
/** Steps after which a cell no longer tells what it was. */
const hiding: readonly StepName[] = ['maskCells', 'generalise', 'hashCells'];

/** Changes of one column. */
export interface ColumnChanges {
  /** Cells that a step has emptied. */
  readonly emptied: number;
  /** Cells that say something else than they did. */
  readonly restated: number;
  /** Cells were made alike on purpose. */
  readonly isHidden: boolean;
}

/** Changes without what cells of some columns were: of them stays what the last step has left, and that they were changed. */
const withoutHidden = (changes: DataFrame, columns: readonly string[]): DataFrame => {
  const isHidden = pl.col('column').isIn([...columns]);
  const isLast = pl.col('stepName').isIn([...hiding]);
  const none = pl.lit(null).cast(pl.Utf8);
  return changes
    .lazy()
    .withColumns(
      pl.when(isHidden).then(none).otherwise(pl.col('before')).alias('before'),
      pl.when(isHidden.and(isLast.not())).then(none).otherwise(pl.col('after')).alias('after'),
      pl.when(isHidden.and(isLast.not())).then(pl.lit('of a column that was hidden')).otherwise(pl.col('reason')).alias('reason'),
      isHidden.alias('hidden'),
    )
    .collectSync();
};

/** Collects changed cells, step by step. */
export class ChangeLog {
  private parts: DataFrame[] = [];

  /** @param hidden names of the columns of which it keeps nothing but what is left in the end */
  constructor(
    private readonly folder: string,
    private readonly hidden: ReadonlySet<string>,
  ) {}

  /** @param changed columns row, before, after; also confidence and reason where the labels have none */
  add(changed: DataFrame, { column, step, stepName, confidence, reason }: ChangeLabels): void {
    const text = (value: string, name: string) => pl.lit(value).cast(pl.Utf8).alias(name);
    const part = changed
      .lazy()
      .select(
        pl.col('row').cast(pl.UInt32),
        typeof column === 'string' ? text(column, 'column') : pl.col('column'),
        pl.col('before').cast(pl.Utf8),
        pl.col('after').cast(pl.Utf8),
        pl.lit(step).cast(pl.Int32).alias('step'),
        text(stepName, 'stepName'),
        pl.lit(this.parts.length).cast(pl.Int32).alias('turn'),
        confidence === undefined ? pl.col('confidence') : pl.lit(confidence).cast(pl.Float64).alias('confidence'),
        reason === undefined ? pl.col('reason') : text(reason, 'reason'),
      );
    this.parts.push(part.collectSync());
  }

  /** @returns what takes back all that was added since */
  mark(): () => void {
    const { length } = this.parts;
    return () => void (this.parts = this.parts.slice(0, length));
  }

  /** What the steps have changed, by name of the column. Cells that end as they began have not changed. */
  byColumn(): Map<string, ColumnChanges> {
    this.parts = netChanges(this.parts);
    if (this.parts.length === 0) return new Map();
    const restates = pl
      .col('stepName')
      .isIn([...rewriting])
      .not();
    const counts = pl
      .concat(this.parts)
      .lazy()
      .groupBy('column')
      .agg(
        pl.col('after').isNull().sum().cast(pl.Float64).alias('emptied'),
        pl.col('row').filter(restates).nUnique().cast(pl.Float64).alias('restated'),
        pl
          .col('stepName')
          .isIn([...alike])
          .max()
          .alias('isHidden'),
      )
      .collectSync()
      .toRecords() as unknown as ({ readonly column: string } & ColumnChanges)[];
    return new Map(counts.map(({ column, ...changes }) => [column, changes]));
  }

  /** All changes, in order of rows, then as they were made. */
  all(): DataFrame {
    this.parts = netChanges(this.parts);
    const empty = pl.DataFrame(Object.fromEntries(Object.keys(changeSchema).map((name) => [name, [] as never[]])), {
      schema: changeSchema,
    } as never);
    const sorted =
      this.parts.length === 0
        ? empty
        : pl
            .concat(this.parts)
            .lazy()
            .sort([pl.col('row'), pl.col('turn')], [false, false], false, true)
            .select(...Object.keys(changeSchema))
            .collectSync();
    return this.hidden.size === 0 ? sorted : withoutHidden(sorted, [...this.hidden]);
  }

  /** Both forms. */
  write(): { parquetPath: string; ndjsonPath: string; count: number } {
    const all = this.all();
    const [parquetPath, ndjsonPath] = [join(this.folder, 'changes.parquet'), join(this.folder, 'changes.ndjson')];
    all.writeParquet(parquetPath);
    const sink = new SyncFileSink(ndjsonPath);
    try {
      writeLines(all, sink);
    } finally {
      sink.close();
    }
    return { parquetPath, ndjsonPath, count: all.height };
  }
}
