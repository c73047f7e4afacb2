import pl, { type DataFrame } from 'nodejs-polars';
import { cell } from '../../ingest/working-copy';
import type { StepColumn } from '../step';

/** One boolean for each cell of some columns: whether it is absent. */
export const absentCells = (frame: DataFrame, columns: readonly StepColumn[]): DataFrame =>
  frame
    .lazy()
    .select(pl.col(columns.map(({ position }) => cell(position))).isNull())
    .collectSync();
