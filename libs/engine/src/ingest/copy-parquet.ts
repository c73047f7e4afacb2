import { Fault } from '@millrace/contracts';
import pl from 'nodejs-polars';
import type { IngestLimits } from './limits';
import type { ReadTable } from './read-table';
import { cell, rowGroupSize } from './working-copy';

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : typeof error === 'string' ? error : '');

/** A Parquet upload as a working copy. @throws Fault `unreadable-parquet`, `no-rows`, `too-many-columns` */
export const copyParquet = (sourcePath: string, outputPath: string, limits: IngestLimits): ReadTable => {
  try {
    const source = pl.scanParquet(sourcePath, { glob: false });
    const names = source.columns;
    if (names.length > limits.maxColumns)
      throw new Fault('too-many-columns', `The file has ${names.length} columns; ${limits.maxColumns} are allowed.`);
    const rows = Number(source.select(pl.len().alias('n')).collectSync().toRecords()[0]?.['n'] ?? 0);
    if (names.length === 0 || rows === 0) throw new Fault('no-rows', 'The file has no rows.');
    source
      .select(...names.map((_, position) => pl.nth(position).cast(pl.Utf8).alias(cell(position))))
      .sinkParquet(outputPath, { rowGroupSize: rowGroupSize(names.length), compression: 'zstd', compressionLevel: 1 })
      .collectSync({ engine: 'streaming' } as never);
    return { rows, columns: names.map((name, position) => ({ position, name, jsonText: false })), raggedRows: 0, findings: [] };
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw new Fault('unreadable-parquet', `The file cannot be read as Parquet: ${messageOf(error).slice(0, 200)}`, { cause: error });
  }
};
