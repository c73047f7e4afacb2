import pl, { type DataFrame, type Expr, type Series } from 'nodejs-polars';
import { releaseMemory } from '../columnar/release-memory';
import { reasonName, rowName } from './row-name';
import type { Departure } from './step';
import type { StepLog, Table } from './table';

/** Rows that are looked at in one go: a frame that is filtered as a whole is there three times over. */
const rowsAtOnce = 100_000;
/** Parts that are made before what they were made of goes back to the system: to look for that takes some 30 ms. */
const partsAtOnce = 5;
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

/** Rows that are to be set aside. */
export interface Leaving {
  /** An expression over the table, or one boolean a row. */
  readonly leaves: Expr | Series;
  readonly reason: string;
  /** Those of single rows, as many as there are rows. */
  readonly reasons?: Series | undefined;
}

const [goes, stays] = [pl.col(mark), pl.col(mark).not()];

/** Parts of a table, each with a mark on the rows that leave. */
const partsOf = (frame: DataFrame, marks: Series, reasons: Series | undefined): DataFrame[] => {
  const beside = reasons ? [marks, reasons.alias(reasonName)] : [marks];
  return Array.from({ length: Math.ceil(frame.height / rowsAtOnce) }, (_, part) =>
    frame.slice(part * rowsAtOnce, rowsAtOnce).hstack<Series[]>(beside.map((one) => one.slice(part * rowsAtOnce, rowsAtOnce))),
  );
};

const whole = (parts: readonly DataFrame[]): DataFrame => pl.concat([...parts], { rechunk: false, how: 'vertical' });
const leavingIn = (part: DataFrame): DataFrame => part.lazy().filter(goes).drop(mark).collectSync();
const stayingIn = (part: DataFrame): DataFrame => {
  const stay = part.lazy().filter(stays).drop(mark);
  return (part.columns.includes(reasonName) ? stay.drop(reasonName) : stay).collectSync();
};

/** Of rows that are to be set aside, which they are in the input, and the reason of each where they have their own. */
export const rowsOf = ({ frame }: Table, { leaves, reasons }: Leaving): DataFrame => {
  const own = reasons ? [reasons.alias(reasonName)] : [];
  return leavingIn(frame.select(rowName).hstack<Series[]>([marksOf(frame, leaves), ...own]));
};

/** Sets rows aside. @param order of a step that does so several times over, which time it is */
export const setAside = (table: Table, { leaves, reason, reasons }: Leaving, log: StepLog, order = 0): void => {
  const marks = marksOf(table.frame, leaves);
  if (!isAny(marks)) return;
  const parts = partsOf(table.frame, marks, reasons);
  log.setAside(whole(parts.map((part) => leavingIn(part))), reason, order);
  table.frame = whole(parts.map((part) => stayingIn(part)));
};

/** Sets rows aside; of what the table was, no more is there at any time than some parts beside what becomes of them. */
export const setAsideInParts = async (table: Table, { leaves, reason, reasons }: Leaving, log: StepLog): Promise<void> => {
  const marks = marksOf(table.frame, leaves);
  if (!isAny(marks)) return;
  const parts = partsOf(table.frame, marks, reasons);
  table.frame = pl.DataFrame();
  const [leaving, staying]: [DataFrame[], DataFrame[]] = [[], []];
  for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
    leaving.push(leavingIn(part));
    staying.push(stayingIn(part));
    if (staying.length % partsAtOnce === 0) await releaseMemory('major');
  }
  log.setAside(whole(leaving), reason);
  table.frame = whole(staying);
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
