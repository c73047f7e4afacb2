import pl, { type DataFrame } from 'nodejs-polars';
import type { InputCells } from '../cleanse/invariants/invariant';
import { nullCounts } from '../cleanse/invariants/sums-of';
import { rowName } from '../cleanse/row-name';
import { cell } from '../ingest/working-copy';

/** The cells of a sample that came in, where `inputCells` reads those of the whole table. */
export const sampleCells = (sample: DataFrame, frame: DataFrame): InputCells => {
  const stayedIn = (positions: readonly number[]): DataFrame =>
    sample
      .lazy()
      .join(frame.lazy().select(rowName), { on: rowName, how: 'semi' })
      .sort(pl.col(rowName))
      .select(...positions.map(cell))
      .collectSync();
  return {
    inputOf: (position, rows) => {
      const cells = sample.getColumn(cell(position));
      return rows === undefined ? cells : cells.head(rows);
    },
    stayedIn,
    absentIn: (positions) => nullCounts(stayedIn(positions)),
  };
};
