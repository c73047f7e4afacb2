import pl from 'nodejs-polars';
import { rowName } from '../row-name';
import { broken, type Invariant } from './invariant';

/** Every row that came in goes out or is set aside, once, and those that go out are in their order. */
export const rowArithmetic: Invariant = ({ frame, rowsIn, removed }) => {
  const rowsOut = frame.height;
  if (rowsIn !== rowsOut + removed)
    throw broken('rowArithmetic', `${rowsIn} rows came in, ${rowsOut} went out and ${removed} were set aside.`, null, {
      rowsIn,
      rowsOut,
      removed,
    });
  const row = pl.col(rowName).cast(pl.Int64);
  const [steps] = frame
    .lazy()
    .select(row.sub(row.shift(1)).ltEq(pl.lit(0)).sum().cast(pl.Float64).alias('back'))
    .collectSync()
    .toRecords() as { back: number | null }[];
  if ((steps?.back ?? 0) > 0)
    throw broken('rowOrder', 'Rows that stayed are not in the order of the input.', null, { outOfOrder: steps?.back });
};
