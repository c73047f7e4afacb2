import { Fault, type Ingest } from '@millrace/contracts';
import pl, { type DataFrame } from 'nodejs-polars';
import { cell } from '../ingest/working-copy';
import { rowName } from './logs';

/** Holds every column that no step changed against the working copy, by a hash of its cells over the rows that stayed. @throws Fault `invariant-broken` */
export const checkUntouched = (workingCopyPath: string, frame: DataFrame, { columns }: Ingest, changed: ReadonlySet<string>): void => {
  const untouched = columns.filter(({ name }) => !changed.has(name));
  if (untouched.length === 0) return;
  const digests = untouched.map(({ position }) =>
    pl.col(cell(position)).hash(1, 2, 3, 4).cast(pl.UInt64).reinterpret(true).cast(pl.Float64).sum().alias(cell(position)),
  );
  const digest = (table: DataFrame) =>
    JSON.stringify(
      table
        .lazy()
        .select(...digests)
        .collectSync()
        .toRecords(),
    );
  const original = pl
    .scanParquet(workingCopyPath)
    .withRowIndex(rowName)
    .select(pl.col(rowName), ...untouched.map(({ position }) => pl.col(cell(position))))
    .collectSync();
  const stayed = original
    .lazy()
    .join(frame.lazy().select(pl.col(rowName)), { on: rowName, how: 'semi' })
    .sort(pl.col(rowName))
    .collectSync();
  if (digest(stayed) !== digest(frame)) throw new Fault('invariant-broken', 'A column that no step touches has changed.');
};
