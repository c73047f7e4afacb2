import pl from 'nodejs-polars';
import { cell } from '../../ingest/working-copy';
import type { StepCompiler } from '../step';

export const dropSparseColumns: StepCompiler<'dropSparseColumns'> = {
  on: 'columns',
  compile: ({ columns: names, absent }, columns, frame) => {
    const wanted = names === undefined ? columns : columns.filter(({ name }) => names.includes(name));
    if (frame === null || frame.height === 0 || wanted.length === 0) return {};
    const [nulls = {}] = frame
      .lazy()
      .select(
        pl
          .col(wanted.map(({ position }) => cell(position)))
          .isNull()
          .sum()
          .cast(pl.Float64),
      )
      .collectSync()
      .toRecords() as Record<string, number>[];
    return { drop: wanted.map(({ position }) => position).filter((position) => (nulls[cell(position)] ?? 0) >= absent * frame.height) };
  },
};
