import type { Fault } from '@millrace/contracts';
import pl, { type Series } from 'nodejs-polars';
import { cell } from '../../ingest/working-copy';
import { areThere, rowKey } from '../row-key';
import { broken, type InputCells, type Invariant } from './invariant';
import { limitedColumn } from './sums';

/** Cells that are looked at before a whole column is. */
const sampled = 2000;
/** In fewer rows, cells that all differ are no key yet. */
export const leastKeyRows = 30;

/** Rows that repeat another in some columns; those with an absent cell never do. */
export const repeatsOf = (columns: readonly Series[]): number => {
  const frame = pl.DataFrame(columns.map((column, at) => column.alias(`k${at}`)));
  const names = columns.map((_, at) => `k${at}`);
  const key = columns.length === 1 ? pl.col('k0') : rowKey(names);
  const present = frame.lazy().filter(areThere(names)).select(key.alias('key')).collectSync();
  return present.height - present.getColumn('key').nUnique();
};

/** Whether the cells of a column look like names of things: without a blank inside. Texts may well differ from all others by chance. */
const hasIdentifiers = (cells: Series): boolean => {
  const [found] = pl
    .DataFrame([cells.alias('cells')])
    .lazy()
    .select(pl.col('cells').str.contains('\\S\\s+\\S').sum().cast(pl.Float64).alias('texts'))
    .collectSync()
    .toRecords() as { texts: number | null }[];
  return (found?.texts ?? 0) === 0;
};

/** Whether the first cells of a column are identifiers that tell every row from the others. */
export const startsAsKey = (column: Series): boolean => {
  const head = column.head(sampled);
  return head.nullCount() === 0 && repeatsOf([head]) === 0 && hasIdentifiers(head);
};

/** Only of a column that starts as one is more than its first cells read. */
const isKey = (inputOf: InputCells['inputOf'], position: number): boolean => {
  if (!startsAsKey(inputOf(position, sampled))) return false;
  const column = inputOf(position);
  return column.nullCount() === 0 && repeatsOf([column]) === 0;
};

/** Some rows would have the cells of another in columns that told every one from the others. */
export const repeated = (names: readonly string[], repeats: number): Fault =>
  broken('keys', `${repeats} rows would have the ${names.join(', ')} of another.`, names[0] ?? null, { columns: names, repeats });

/** Columns that tell every row from the others go on to do so. @throws also `unknown-column` */
export const keys: Invariant = ({ ingest, limits, frame, rowsIn, changes, inputOf }) => {
  const check = (names: readonly string[]): void => {
    const repeats = repeatsOf(names.map((name) => frame.getColumn(cell(limitedColumn(ingest, name)))));
    if (repeats > 0) throw repeated(names, repeats);
  };
  for (const names of limits.keys ?? []) check(names);
  if (limits.keys?.length === 0 || rowsIn < leastKeyRows) return;
  for (const { name, position } of ingest.columns) {
    const found = changes.get(name);
    if (found && !found.isHidden && isKey(inputOf, position)) check([name]);
  }
};
