import { Fault } from '@millrace/contracts';
import pl, { type Series } from 'nodejs-polars';
import { cell } from '../../ingest/working-copy';
import { rowKey } from '../row-key';
import { broken, type Invariant } from './invariant';

/** Cells that are looked at before a whole column is. */
const sampled = 2000;
/** In fewer rows, cells that all differ are no key yet. */
const leastRows = 30;

/** Rows that repeat another in some columns; those with an absent cell never do. */
const repeatsOf = (columns: readonly Series[]): number => {
  const frame = pl.DataFrame(columns.map((column, at) => column.alias(`k${at}`)));
  const names = columns.map((_, at) => `k${at}`);
  const there = names.map((name) => pl.col(name).isNotNull()).reduce((all, one) => all.and(one));
  const key = columns.length === 1 ? pl.col('k0') : rowKey(names);
  const present = frame.lazy().filter(there).select(key.alias('key')).collectSync();
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

const isKey = (column: Series): boolean => {
  const head = column.head(sampled);
  return (
    column.len() >= leastRows && column.nullCount() === 0 && repeatsOf([head]) === 0 && hasIdentifiers(head) && repeatsOf([column]) === 0
  );
};

/** Columns that tell every row from the others go on to do so. @throws also `unknown-column` */
export const keys: Invariant = ({ ingest, limits, frame, rowsIn, changes, inputOf }) => {
  const place = (column: string): number => {
    const position = ingest.columns.find(({ name }) => name === column)?.position;
    if (position === undefined) throw new Fault('unknown-column', `The limits name the column "${column}", which is not there.`);
    return position;
  };
  const check = (names: readonly string[]): void => {
    const repeats = repeatsOf(names.map((name) => frame.getColumn(cell(place(name)))));
    if (repeats > 0)
      throw broken('keys', `${repeats} rows would have the ${names.join(', ')} of another.`, names[0] ?? null, { columns: names, repeats });
  };
  for (const names of limits.keys ?? []) check(names);
  if (limits.keys?.length === 0 || rowsIn < leastRows) return;
  for (const [name, { isHidden }] of changes) if (!isHidden && isKey(inputOf(place(name)))) check([name]);
};
