import { defaultNullTokens, type StepName } from '@millrace/contracts';
import { join } from 'node:path';
import pl, { type DataFrame } from 'nodejs-polars';
import { SyncFileSink } from '../columnar/sync-file-sink';
import { ChangeParts, type ChangeLabels } from './change-parts';

const sliceRows = 20_000;

/** Writes a frame as JSON lines. */
export const writeLines = (frame: DataFrame, sink: SyncFileSink): void => {
  for (let at = 0, rows = frame.height; at < rows; at += sliceRows)
    frame.slice(at, sliceRows).writeJSON(sink as never, { format: 'lines' });
};

const columnNames = ['row', 'column', 'before', 'after', 'step', 'stepName', 'confidence', 'reason'] as const;

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
  'reformatCells',
  'roundNoise',
  'parseBooleans',
  'standardiseCodes',
  'standardiseTimes',
  'standardiseUnits',
  'generalise',
  'hashCells',
  'maskCells',
]);
/** A cell that said no more than "no value" says so by being absent. Tokens of a recipe's own may have said something. */
const emptiesToken = pl
  .col('stepName')
  .eq(pl.lit('normaliseNulls'))
  .and(
    pl
      .col('before')
      .str.stripChars(null as never)
      .str.toLowerCase()
      .isIn([...defaultNullTokens])
      .fillNull(pl.lit(false)),
  );
/** Steps that are there to make cells alike. */
const alike: ReadonlySet<StepName> = new Set(['maskCells', 'generalise']);
/** Steps after which a cell no longer tells what it was. */
const hiding: readonly StepName[] = ['maskCells', 'generalise', 'hashCells'];

const restates = pl
  .col('stepName')
  .isIn([...rewriting])
  .or(emptiesToken)
  .not();
/** Made once: out of core, the changes of each part are counted. */
const countsOf = [
  pl.col('after').isNull().sum().cast(pl.Float64).alias('emptied'),
  pl.col('row').filter(restates).nUnique().cast(pl.Float64).alias('restated'),
  pl
    .col('stepName')
    .isIn([...alike])
    .max()
    .alias('isHidden'),
];

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
  private readonly parts = new ChangeParts();

  /** @param hidden names of the columns of which it keeps nothing but what is left in the end */
  constructor(
    private readonly folder: string,
    private readonly hidden: ReadonlySet<string>,
  ) {}

  /** @param changed columns row, before, after; also confidence and reason where the labels have none */
  add(changed: DataFrame, labels: ChangeLabels): void {
    this.parts.add(changed, labels);
  }

  /** @returns what takes back all that was added since */
  mark(): () => void {
    return this.parts.mark();
  }

  /** What the steps have changed, by name of the column. Cells that end as they began have not changed. */
  byColumn(): Map<string, ColumnChanges> {
    const changes = this.parts.net();
    if (changes.height === 0) return new Map();
    const counts = changes
      .lazy()
      .groupBy('column')
      .agg(...countsOf)
      .collectSync()
      .toRecords() as unknown as ({ readonly column: string } & ColumnChanges)[];
    return new Map(counts.map(({ column, ...found }) => [column, found]));
  }

  /** All changes, in order of rows, then as they were made. */
  all(): DataFrame {
    const sorted = this.parts
      .net()
      .lazy()
      .sort([pl.col('row'), pl.col('turn')], [false, false], false, true)
      .select(...columnNames)
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
