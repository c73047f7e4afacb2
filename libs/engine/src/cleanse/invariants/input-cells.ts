import pl, { type DataFrame, type LazyDataFrame, type Series } from 'nodejs-polars';
import { cell } from '../../ingest/working-copy';
import { rowName } from '../row-name';
import type { InputCells } from './invariant';
import { sumsOf } from './sums-of';

/** One boolean a row of the input: whether it is in the frame. */
const rowsThatStay = (frame: DataFrame, rowsIn: number): Series => {
  const stays = new Uint8Array(rowsIn);
  for (const row of frame.getColumn(rowName).toTypedArray() as Uint32Array) stays[row] = 1;
  return pl
    .DataFrame([pl.Series('stays', stays as never, pl.UInt8)])
    .lazy()
    .select(pl.col('stays').cast(pl.Bool))
    .collectSync()
    .getColumn('stays');
};

/**
 * Reads the cells that came in, column by column.
 * @param absent one boolean for each cell of the input: whether it was absent
 */
export const inputCells = (workingCopyPath: string, frame: DataFrame, absent: DataFrame): InputCells => {
  const scan = (positions: readonly number[]): LazyDataFrame =>
    pl.scanParquet(workingCopyPath, { glob: false }).select(pl.col(positions.map(cell)));
  const read = (position: number, rows?: number): DataFrame =>
    (rows === undefined ? scan([position]) : scan([position]).slice(0, rows)).collectSync();
  const stays = frame.height === absent.height ? null : rowsThatStay(frame, absent.height);
  const stayed = (cells: DataFrame): DataFrame =>
    stays === null ? cells : cells.hstack<Series[]>([stays]).lazy().filter(pl.col('stays')).drop('stays').collectSync();
  return {
    inputOf: (position, rows) => read(position, rows).getColumn(cell(position)),
    stayedIn: async (positions) => stayed(await scan(positions).collect()),
    absentIn: (positions) => sumsOf(stayed(absent.select(...positions.map(cell)))),
  };
};
