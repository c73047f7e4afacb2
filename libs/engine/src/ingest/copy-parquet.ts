import { Fault } from '@millrace/contracts';
import pl, { type DataType, type Expr } from 'nodejs-polars';
import type { IngestLimits } from './limits';
import { checkParquetFooter } from './parquet-footer';
import type { ReadTable } from './read-table';
import { cell, rowGroupSize } from './working-copy';

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : typeof error === 'string' ? error : '');

const wrapper = 'v';

/** A list as JSON text: only structs can be encoded, so it goes into one and its braces are taken off again. */
const listText = (column: Expr): Expr => {
  const [before, after] = [`{"${wrapper}":`.length, '}'.length];
  const encoded = pl.struct([column.alias(wrapper)]).struct.jsonEncode();
  return encoded.str.slice(before).str.replace(`.{${after}}$`, '');
};

/** A column of any type as text: lists and structs as JSON, durations in their unit, everything else as it prints without loss. */
const asText = (column: Expr, type: string): Expr => {
  if (type === 'Struct') return pl.when(column.isNull()).then(pl.lit(null)).otherwise(column.struct.jsonEncode());
  if (type === 'List' || type === 'FixedSizeList' || type === 'Array')
    return pl.when(column.isNull()).then(pl.lit(null)).otherwise(listText(column));
  if (type === 'Duration') return column.cast(pl.Int64).cast(pl.Utf8);
  return type === 'Utf8' || type === 'String' ? column : column.cast(pl.Utf8);
};

/**
 * A Parquet upload as a working copy. What it says it holds is checked by its footer before anything is read.
 * @throws Fault `unreadable-parquet`, `no-rows`, `too-many-columns`, `too-deep`, `expansion-too-large`
 */
export const copyParquet = async (sourcePath: string, outputPath: string, limits: IngestLimits): Promise<ReadTable> => {
  const { bytes } = await checkParquetFooter(sourcePath, limits);
  try {
    const source = pl.scanParquet(sourcePath, { glob: false });
    const names = source.columns;
    const byPosition = source.select(...names.map((_, position) => pl.nth(position).alias(cell(position))));
    const { schema } = byPosition.limit(0).collectSync() as unknown as { schema: Record<string, DataType> };
    const rows = Number(source.select(pl.len().alias('n')).collectSync().toRecords()[0]?.['n'] ?? 0);
    if (names.length === 0 || rows === 0) throw new Fault('no-rows', 'The file has no rows.');
    byPosition
      .select(...names.map((_, position) => asText(pl.col(cell(position)), schema[cell(position)]?.variant ?? '').alias(cell(position))))
      .sinkParquet(outputPath, {
        rowGroupSize: rowGroupSize({ width: names.length, rows, bytes }),
        compression: 'zstd',
        compressionLevel: 1,
        statistics: false,
      })
      .collectSync({ engine: 'streaming' } as never);
    return { rows, columns: names.map((name, position) => ({ position, name, jsonText: false })), raggedRows: 0, findings: [] };
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw new Fault('unreadable-parquet', `The file cannot be read as Parquet: ${messageOf(error).slice(0, 200)}`, { cause: error });
  }
};
