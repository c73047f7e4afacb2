import { Fault, type Ingest } from '@millrace/contracts';
import pl, { type Series } from 'nodejs-polars';
import { cell } from '../../ingest/working-copy';
import { broken, type Invariant } from './invariant';

/** Of the cells that are numbers as they stand. */
export const sumOf = (cells: Series): number => {
  const [found] = pl
    .DataFrame([cells.alias('cells')])
    .lazy()
    .select(pl.col('cells').str.replaceAll('^\\s+|\\s+$', '').cast(pl.Float64, false).sum().alias('sum'))
    .collectSync()
    .toRecords() as { sum: number | null }[];
  return found?.sum ?? 0;
};

/** @throws Fault `invariant-broken` */
export const checkSum = (
  { column, tolerance }: { readonly column: string; readonly tolerance: number },
  before: number,
  after: number,
): void => {
  if (Math.abs(after - before) > tolerance * Math.abs(before) + Number.EPSILON * Math.abs(before) * 16)
    throw broken('sums', `The sum of "${column}" would be ${after} where it was ${before}; ${tolerance} of it is tolerated.`, column, {
      column,
      before,
      after,
      tolerance,
    });
};

/** The position of a column that limits name. @throws Fault `unknown-column` */
export const limitedColumn = ({ columns }: Ingest, column: string): number => {
  const position = columns.find(({ name }) => name === column)?.position;
  if (position === undefined) throw new Fault('unknown-column', `The limits name the column "${column}", which is not there.`);
  return position;
};

/** Sums of numbers, over all rows of the input and those of the output, differ by no more than is tolerated. @throws also `unknown-column` */
export const sums: Invariant = ({ ingest, limits, frame, inputOf }) => {
  for (const limit of limits.sums ?? []) {
    const position = limitedColumn(ingest, limit.column);
    checkSum(limit, sumOf(inputOf(position)), sumOf(frame.getColumn(cell(position))));
  }
};
