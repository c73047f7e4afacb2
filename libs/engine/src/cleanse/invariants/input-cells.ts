import pl, { type DataFrame, type Series } from 'nodejs-polars';
import { cell } from '../../ingest/working-copy';
import { rowName } from '../row-name';
import type { Outcome } from './invariant';

/** Reads the cells that came in, column by column. */
export const inputCells = (workingCopyPath: string, frame: DataFrame, rowsIn: number): Pick<Outcome, 'inputOf' | 'stayedIn'> => {
  const inputOf = (position: number): Series => {
    const name = cell(position);
    return pl.scanParquet(workingCopyPath, { glob: false }).select(pl.col(name)).collectSync().getColumn(name);
  };
  const inputIn = (positions: readonly number[]): DataFrame =>
    pl
      .scanParquet(workingCopyPath, { glob: false })
      .select(pl.col(positions.map(cell)))
      .collectSync();
  if (frame.height === rowsIn) return { inputOf, stayedIn: inputIn };
  const rows = pl
    .scanParquet(workingCopyPath, { glob: false })
    .select(pl.col(cell(0)).isNull().alias('any'))
    .withRowIndex(rowName);
  const stays = rows
    .join(frame.lazy().select(pl.col(rowName), pl.lit(true).alias('stays')), { on: rowName, how: 'left' })
    .sort(pl.col(rowName))
    .select(pl.col('stays').isNotNull())
    .collectSync()
    .getColumn('stays');
  const stayedIn = (positions: readonly number[]): DataFrame =>
    inputIn(positions)
      .hstack<Series[]>([stays.alias('stays')])
      .lazy()
      .filter(pl.col('stays'))
      .drop('stays')
      .collectSync();
  return { inputOf, stayedIn };
};
