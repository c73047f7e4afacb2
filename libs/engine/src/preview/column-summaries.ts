import type { ColumnSummary, Ingest } from '@millrace/contracts';
import pl, { type LazyDataFrame } from 'nodejs-polars';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cell, rowGroupSize } from '../ingest/working-copy';
import { profile } from '../profile/profile';
import type { StepColumn } from '../cleanse/step';
import { shortened } from '../columnar/shortened';

const mostTop = 5;

/** Describes some columns as a profile does, each by its position. @param folder for a file that is gone afterwards */
export const columnSummaries = async (
  table: LazyDataFrame,
  rows: number,
  columns: readonly StepColumn[],
  { ingest, folder }: { readonly ingest: Ingest; readonly folder: string },
): Promise<Map<number, ColumnSummary>> => {
  if (columns.length === 0 || rows === 0) return new Map();
  const path = join(folder, 'columns.parquet');
  table
    .select(...columns.map(({ position }, at) => pl.col(cell(position)).cast(pl.Utf8).alias(cell(at))))
    .sinkParquet(path, { rowGroupSize: rowGroupSize({ width: columns.length, rows, bytes: 0 }) })
    .collectSync();
  try {
    const read = { ...ingest, rows, columns: columns.map(({ name }, position) => ({ position, name, jsonText: true })) };
    const found = await profile({ workingCopyPath: path, ingest: read, relations: 'none' });
    return new Map(
      found.columns.map(({ position, name, kind, metrics, top }) => [
        columns[position]?.position ?? -1,
        { name, kind, metrics, top: top.slice(0, mostTop).map(({ value, count }) => ({ value: shortened(value) ?? '', count })) },
      ]),
    );
  } finally {
    await rm(path, { force: true });
  }
};
