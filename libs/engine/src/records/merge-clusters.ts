import { columnsOfMerge, Fault, type GoldenRecord, type Ingest, type MergeOptions, type RecordCluster } from '@millrace/contracts';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pl, { type DataFrame } from 'nodejs-polars';
import { ColumnSet } from '../cleanse/column-set';
import { columnNamed } from '../cleanse/columns-of-step';
import { compileExpression } from '../cleanse/expression';
import { patchCells } from '../cleanse/patch-cells';
import { rowName } from '../cleanse/row-name';
import { outputOf, writeOutput } from '../cleanse/write-output';
import { RowShapes } from '../ingest/row-shapes';
import { scanCells } from '../ingest/working-copy';
import { encodeFrame } from '../relations/encode-table';
import { Survivorship, type MergeColumn } from './survivors';

export interface MergeClustersRequest {
  readonly workingCopyPath: string;
  readonly ingest: Ingest;
  /** Groups of rows that are the same; no row is in two of them. */
  readonly clusters: readonly RecordCluster[];
  readonly options: MergeOptions;
  readonly outputDir: string;
}

export interface MergedClusters {
  /** The table with one row for each group, its first; the others are left out. */
  readonly output: { readonly path: string; readonly fileName: string; readonly mediaType: string };
  /** A `GoldenRecord` a line, in order of the groups. */
  readonly recordsPath: string;
  readonly rowsIn: number;
  readonly rowsOut: number;
  /** Cells of golden records that are not those of their first rows. */
  readonly changes: number;
}

const silent = { change: () => undefined, setAside: () => undefined };

/** @throws Fault `unknown-column` */
const assertColumns = (options: MergeOptions, { columns }: Ingest): void => {
  for (const name of columnsOfMerge(options)) columnNamed(name, 'The merge', columns);
};

/** The numbers that the expressions of rules give each row. */
const ranks = (
  frame: DataFrame,
  { survivorship }: MergeOptions,
  { columns }: Ingest,
): ((expression: string, row: number) => number | null) => {
  const rules = [survivorship.default, ...Object.values(survivorship.columns)];
  const expressions = new Set(rules.flatMap((rule) => (typeof rule === 'string' ? [] : [rule.highest])));
  const found = new Map(
    [...expressions].map((expression) => {
      const rank = compileExpression(expression, columns).cast(pl.Float64, false).alias('rank');
      return [expression, frame.lazy().select(rank).collectSync().getColumn('rank').toArray() as (number | null)[]];
    }),
  );
  return (expression, row) => found.get(expression)?.[row] ?? null;
};

const nameOf = (rule: MergeOptions['survivorship']['default']): string => (typeof rule === 'string' ? rule : 'highest');

/**
 * Makes one golden record of each group of rows that are the same, and tells of each of its cells which row it is from and by which rule.
 * @throws Fault `unknown-column`, `invalid-recipe` where an expression is none
 */
export const mergeClusters = async (request: MergeClustersRequest): Promise<MergedClusters> => {
  const { workingCopyPath, ingest, clusters, options, outputDir } = request;
  assertColumns(options, ingest);
  const frame = scanCells(workingCopyPath).collectSync().withRowIndex(rowName);
  const table = encodeFrame(
    frame,
    ingest.columns.map(({ position }) => position),
  );
  const merging = ingest.columns.map(({ name }, at): MergeColumn => {
    const coded = table.columns[at];
    return { name, cellOf: (row) => coded?.values[coded.codes[row] ?? -1] ?? null, values: coded?.values ?? [] };
  });
  const beyond = clusters.flatMap(({ rows }) => rows).find((row) => row >= table.rows);
  if (beyond !== undefined) throw new Fault('internal', `A group has the row ${beyond} of a table of ${table.rows} rows.`);
  const survivorship = new Survivorship(merging, options, ranks(frame, options, ingest));
  const changed = merging.map(() => ({ rows: [] as number[], after: [] as string[] }));
  const recordOf = ({ cluster, rows, confidence }: RecordCluster): GoldenRecord => {
    const record: GoldenRecord = { cluster, rows, confidence, cells: {}, provenance: {} };
    for (const [at, column] of merging.entries()) {
      const rule = options.survivorship.columns[column.name] ?? options.survivorship.default;
      const survivor = survivorship.of(rows, column, rule);
      record.cells[column.name] = survivor?.value ?? null;
      if (survivor === null) continue;
      const others = rows.filter((row) => column.cellOf(row) !== survivor.value).length;
      record.provenance[column.name] = { row: survivor.from, rule: nameOf(rule), reason: survivor.reason, others };
      if (column.cellOf(rows[0] ?? 0) === survivor.value) continue;
      changed[at]?.rows.push(rows[0] ?? 0);
      changed[at]?.after.push(survivor.value);
    }
    return record;
  };
  const recordsPath = join(outputDir, 'golden-records.ndjson');
  const lines = function* () {
    for (const cluster of clusters) yield `${JSON.stringify(recordOf(cluster))}\n`;
  };
  await pipeline(Readable.from(lines()), createWriteStream(recordsPath));
  const set = new ColumnSet(frame);
  for (const [at, { rows, after }] of changed.entries()) {
    const labels = { confidence: rows.map(() => 1), reason: rows.map(() => '') };
    patchCells(set, { position: ingest.columns[at]?.position ?? 0, rows, after, ...labels }, '', silent);
  }
  const leaving = new Set(clusters.flatMap(({ rows }) => rows.slice(1)));
  const stays = pl.Series(
    'stays',
    Array.from({ length: table.rows }, (_, row) => !leaving.has(row)),
    pl.Bool,
  );
  const merged = set.whole().filter(stays);
  const { fileName: plain, mediaType } = outputOf(ingest);
  const fileName = plain.replace('cleansed', 'golden');
  const path = join(outputDir, fileName);
  await writeOutput(merged, ingest, path, RowShapes.in(workingCopyPath, ingest));
  const changes = changed.reduce((sum, { rows }) => sum + rows.length, 0);
  return { output: { path, fileName, mediaType }, recordsPath, rowsIn: table.rows, rowsOut: merged.height, changes };
};
