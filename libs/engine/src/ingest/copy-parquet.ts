import { Fault, isForMemory } from '@millrace/contracts';
import pl, { type DataType, type Expr, type LazyDataFrame } from 'nodejs-polars';
import type { IngestLimits } from './limits';
import { holds, withoutBytes, type ParquetNode } from './parquet-binary';
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
  // A cast leaves out what is below a second.
  if (type === 'Time') return column.dt.strftime('%H:%M:%S%.f');
  if (type === 'Duration') return column.cast(pl.Int64).cast(pl.Utf8);
  return type === 'Utf8' || type === 'String' ? column : column.cast(pl.Utf8);
};

/** Old writers say of texts only that they are bytes: whether a column's are texts is told by all of its values. */
const isTextIn = (source: LazyDataFrame, position: number, node: ParquetNode): boolean => {
  if (node.kind !== 'maybeText') return false;
  try {
    const controls = pl.nth(position).cast(pl.Utf8).str.contains('[\\x00-\\x08\\x0E-\\x1F]').cast(pl.Int64).sum();
    const { n } =
      source
        .select(controls.alias('n'))
        .collectSync({ engine: 'streaming' } as never)
        .toRecords()[0] ?? {};
    return Number(n ?? 0) === 0;
  } catch (error) {
    if (isForMemory(error)) throw error;
    return false;
  }
};

/**
 * A Parquet upload as a working copy. What it says it holds is checked by its footer before anything is read.
 * @throws Fault `unreadable-parquet`, `unsupported-column-type`, `no-rows`, `too-many-columns`, `too-deep`, `expansion-too-large`
 */
export const copyParquet = async (sourcePath: string, outputPath: string, limits: IngestLimits): Promise<ReadTable> => {
  const { bytes, columns } = await checkParquetFooter(sourcePath, limits);
  try {
    const source = pl.scanParquet(sourcePath, { glob: false });
    const names = source.columns;
    const byPosition = source.select(
      ...names.map((_, position) => {
        const [column, node] = [pl.nth(position), columns[position]];
        const hasBytes = node && holds(node, 'bytes', 'maybeText', 'utf8', 'uuid');
        return (hasBytes ? withoutBytes(column, node, isTextIn(source, position, node)) : column).alias(cell(position));
      }),
    );
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
