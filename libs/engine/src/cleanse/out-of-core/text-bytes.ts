import pl, { type DataFrame } from 'nodejs-polars';
import { rowName } from '../row-name';

/** UTF-8 bytes of all texts of a frame. */
export const textBytesOf = (frame: DataFrame): number => {
  const lengths = pl
    .col(frame.columns.filter((name) => name !== rowName))
    .str.lengths()
    .cast(pl.Float64);
  const [sums = {}] = frame.lazy().select(lengths.sum()).collectSync().toRecords() as Record<string, number | null>[];
  return Object.values(sums).reduce<number>((sum, one) => sum + (one ?? 0), 0);
};
