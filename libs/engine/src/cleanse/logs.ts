import type { Ingest, StepName } from '@millrace/contracts';
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import pl, { type DataFrame } from 'nodejs-polars';
import { SyncFileSink } from '../columnar/sync-file-sink';
import { cell } from '../ingest/working-copy';

/** The 0-based data row of the input that a row of the table came from. */
export const rowName = 'rowIndex';
/** Why a row leaves, where rows that leave together do so for reasons of their own. */
export const reasonName = 'reason';

const sliceRows = 20_000;

/** Appends a frame to a stream as JSON lines, a slice at a time. */
const appendLines = async (frame: DataFrame, out: WriteStream, toValue: (record: Record<string, unknown>) => unknown): Promise<void> => {
  for (let at = 0, rows = frame.height; at < rows; at += sliceRows) {
    const records = frame.slice(at, sliceRows).toRecords() as Record<string, unknown>[];
    if (!out.write(records.map((record) => `${JSON.stringify(toValue(record))}\n`).join(''))) await once(out, 'drain');
  }
};

const ended = async (out: WriteStream): Promise<void> => {
  out.end();
  await once(out, 'finish');
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
const hiding: ReadonlySet<StepName> = new Set(['maskCells', 'generalise']);

/** Changes of one column. */
export interface ColumnChanges {
  /** Cells that a step has emptied. */
  readonly emptied: number;
  /** Cells that say something else than they did. */
  readonly restated: number;
  /** Cells were made alike on purpose. */
  readonly isHidden: boolean;
}

/** Collects changed cells, step by step. */
export class ChangeLog {
  private readonly parts: DataFrame[] = [];

  constructor(private readonly folder: string) {}

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
        confidence === undefined ? pl.col('confidence') : pl.lit(confidence).cast(pl.Float64).alias('confidence'),
        reason === undefined ? pl.col('reason') : text(reason, 'reason'),
      );
    this.parts.push(part.collectSync());
  }

  /** What the steps have changed, by name of the column. */
  byColumn(): Map<string, ColumnChanges> {
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
          .isIn([...hiding])
          .max()
          .alias('isHidden'),
      )
      .collectSync()
      .toRecords() as unknown as ({ readonly column: string } & ColumnChanges)[];
    return new Map(counts.map(({ column, ...changes }) => [column, changes]));
  }

  /** Both forms in order of rows, then steps. */
  write(): { parquetPath: string; ndjsonPath: string; count: number } {
    const empty = pl.DataFrame(Object.fromEntries(Object.keys(changeSchema).map((name) => [name, [] as never[]])), {
      schema: changeSchema,
    } as never);
    const all =
      this.parts.length === 0
        ? empty
        : pl
            .concat(this.parts)
            .lazy()
            .sort([pl.col('row'), pl.col('step')], [false, false])
            .collectSync();
    const [parquetPath, ndjsonPath] = [join(this.folder, 'changes.parquet'), join(this.folder, 'changes.ndjson')];
    all.writeParquet(parquetPath);
    const sink = new SyncFileSink(ndjsonPath);
    try {
      for (let at = 0, rows = all.height; at < rows; at += sliceRows)
        all.slice(at, sliceRows).writeJSON(sink as never, { format: 'lines' });
    } finally {
      sink.close();
    }
    return { parquetPath, ndjsonPath, count: this.parts.reduce((sum, part) => sum + part.height, 0) };
  }
}

const withoutReason = (frame: DataFrame): DataFrame => (frame.columns.includes(reasonName) ? frame.drop(reasonName) : frame);

interface QuarantineLabels {
  readonly step: number;
  readonly stepName: string;
  readonly reason: string;
}

/** Collects rows that leave the table, whole. */
export class QuarantineLog {
  count = 0;
  private readonly parts: { readonly frame: DataFrame; readonly labels: QuarantineLabels }[] = [];

  constructor(
    private readonly folder: string,
    private readonly ingest: Ingest,
  ) {}

  add(leaving: DataFrame, labels: QuarantineLabels): void {
    this.count += leaving.height;
    this.parts.push({ frame: leaving, labels });
  }

  /** All of them with the step that each left at; null where none did. */
  removed(): DataFrame | null {
    const parts = this.parts.map(({ frame, labels: { step } }) =>
      withoutReason(frame).withColumn(pl.lit(step).cast(pl.Int32).alias('step')),
    );
    // Rows that left before a column was added have no cells in it.
    return parts.length === 0 ? null : pl.concat(parts, { how: 'diagonal' });
  }

  /** As JSON lines, in order of steps. */
  async write(): Promise<{ ndjsonPath: string; count: number }> {
    const ndjsonPath = join(this.folder, 'quarantine.ndjson');
    const out = createWriteStream(ndjsonPath);
    for (const { frame, labels } of this.parts) {
      await appendLines(frame, out, (record) => ({
        row: record[rowName],
        ...labels,
        ...(typeof record[reasonName] === 'string' && { reason: record[reasonName] }),
        cells: Object.fromEntries(this.ingest.columns.map(({ name, position }) => [name, record[cell(position)] ?? null])),
      }));
    }
    await ended(out);
    return { ndjsonPath, count: this.count };
  }
}
