import pl from 'nodejs-polars';
import { cell } from '../../ingest/working-copy';
import type { ColumnPlan, NamedStep, StepColumn, StepCompiler } from '../step';

/** Which columns go. @param nulls how many cells of each are absent, by position */
export const sparseColumns = (
  { columns: names, absent }: NamedStep<'dropSparseColumns'>,
  columns: readonly StepColumn[],
  nulls: ReadonlyMap<number, number>,
  rows: number,
): ColumnPlan => {
  const wanted = columns.filter(({ name }) => names?.includes(name) ?? true);
  if (rows === 0) return {};
  return { drop: wanted.map(({ position }) => position).filter((position) => (nulls.get(position) ?? 0) >= absent * rows) };
};

export const dropSparseColumns: StepCompiler<'dropSparseColumns'> = {
  on: 'columns',
  compile: (step, columns, frame) => {
    if (frame === null || frame.height === 0 || columns.length === 0) return {};
    const all = pl.col(columns.map(({ position }) => cell(position)));
    const [counts = {}] = frame.lazy().select(all.isNull().sum().cast(pl.Float64)).collectSync().toRecords() as Record<string, number>[];
    const nulls = new Map(columns.map(({ position }) => [position, counts[cell(position)] ?? 0]));
    return sparseColumns(step, columns, nulls, frame.height);
  },
};
