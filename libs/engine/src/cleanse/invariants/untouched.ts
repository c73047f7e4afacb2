import pl from 'nodejs-polars';
import { cell } from '../../ingest/working-copy';
import { broken, type Invariant } from './invariant';

/** Columns that no step changed have the cells that they had, in every row that stayed. */
export const untouched: Invariant = ({ ingest, frame, changes, stayedOf }) => {
  for (const { position, name } of ingest.columns) {
    if (changes.has(name)) continue;
    const [before, after] = [pl.col('before'), pl.col('after')];
    const differs = before
      .isNull()
      .neq(after.isNull())
      .or(before.neq(after).fillNull(pl.lit(false)));
    const [found] = pl
      .DataFrame([stayedOf(position).alias('before'), frame.getColumn(cell(position)).alias('after')])
      .lazy()
      .select(differs.sum().cast(pl.Float64).alias('cells'))
      .collectSync()
      .toRecords() as { cells: number | null }[];
    if ((found?.cells ?? 0) > 0)
      throw broken('untouched', `"${name}" has changed, which no step touches.`, name, { column: name, cells: found?.cells });
  }
};
