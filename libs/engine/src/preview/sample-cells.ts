import pl, { type DataFrame } from 'nodejs-polars';
import type { Outcome } from '../cleanse/invariants/invariant';
import { rowName } from '../cleanse/row-name';
import { cell } from '../ingest/working-copy';

/** The cells of a sample that came in, where `inputCells` reads those of the whole table. */
export const sampleCells = (sample: DataFrame, frame: DataFrame): Pick<Outcome, 'inputOf' | 'stayedIn'> => ({
  inputOf: (position) => sample.getColumn(cell(position)),
  stayedIn: (positions) =>
    sample
      .lazy()
      .join(frame.lazy().select(rowName), { on: rowName, how: 'semi' })
      .sort(pl.col(rowName))
      .select(...positions.map(cell))
      .collectSync(),
});
