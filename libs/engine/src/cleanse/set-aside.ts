import pl, { type DataFrame, type Expr, type Series } from 'nodejs-polars';
import { reasonName, rowName } from './row-name';
import type { Departure } from './step';
import type { StepLog, Table } from './table';

/** Rows that are looked at in one go: a frame that is filtered as a whole is there three times over. */
const rowsAtOnce = 100_000;
const mark = 'leaves';

const marksOf = (frame: DataFrame, leaves: Expr | Series): Series =>
  'dtype' in leaves
    ? leaves.alias(mark)
    : frame
        .lazy()
        .select(pl.col(rowName), leaves.fillNull(pl.lit(false)).alias(mark))
        .collectSync()
        .getColumn(mark);

const isAny = (marks: Series): boolean => {
  const [found] = pl.DataFrame([marks]).lazy().select(pl.col(mark).any()).collectSync().toRecords() as Record<string, boolean | null>[];
  return found?.[mark] === true;
};

/** Sets the rows aside for which a condition holds. @param leaves an expression over the table, or one boolean a row */
export const setAside = (table: Table, leaves: Expr | Series, reason: string, log: StepLog, order = 0): void => {
  const { frame } = table;
  const marks = marksOf(frame, leaves);
  if (!isAny(marks)) return;
  const [leaving, staying]: [DataFrame[], DataFrame[]] = [[], []];
  const [goes, stays] = [pl.col(mark), pl.col(mark).not()];
  for (let at = 0; at < frame.height; at += rowsAtOnce) {
    const marked = frame.slice(at, rowsAtOnce).hstack<Series[]>([marks.slice(at, rowsAtOnce)]).lazy(); // prettier-ignore
    leaving.push(marked.filter(goes).drop(mark).collectSync());
    staying.push(marked.filter(stays).drop(mark).collectSync());
  }
  log.setAside(pl.concat(leaving, { rechunk: false, how: 'vertical' }), reason, order);
  table.frame = pl.concat(staying, { rechunk: false, how: 'vertical' });
};

/** Sets rows aside by their places, each for a reason of its own. */
export const depart = (table: Table, leaving: readonly Departure[], log: StepLog): void => {
  if (leaving.length === 0) return;
  const departures = pl.DataFrame({
    place: pl.Series(
      'place',
      leaving.map(({ row: place }) => place),
      pl.UInt32,
    ),
    [reasonName]: pl.Series(
      reasonName,
      leaving.map(({ reason }) => reason),
      pl.Utf8,
    ),
  });
  const marked = table.frame
    .lazy()
    .withRowIndex('place')
    .join(departures.lazy(), { on: 'place', how: 'left' })
    .sort(pl.col('place'))
    .drop('place')
    .collectSync();
  log.setAside(marked.lazy().filter(pl.col(reasonName).isNotNull()).collectSync(), '');
  table.frame = marked.lazy().filter(pl.col(reasonName).isNull()).drop(reasonName).collectSync();
};
