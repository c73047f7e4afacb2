import { parquetMetadata, type ColumnMetaData } from 'hyparquet';
import { dictionaryHeaderBytes, meanDictionaryText } from './dictionary-page';
import type { InspectedSource, TableEstimate } from './source';

const maxFooterBytes = 32 * 1024 * 1024;
/** Characters of a value as text, by physical type. */
const widths: Readonly<Record<string, number>> = { BOOLEAN: 5, INT32: 8, INT64: 12, INT96: 24, FLOAT: 10, DOUBLE: 17 };
const leastTextWidth = 8;
/** Of so many columns the dictionary is looked at, each a read of its own: of a table with more, the first. */
const lookedAt = 64;

const lengthOf = (value: unknown): number => (value instanceof Uint8Array || typeof value === 'string' ? value.length : 0);

/** Bytes as text of one column chunk. What its pages take is less where texts stand in a dictionary; then that, or statistics, count. */
const textBytesOf = (chunk: ColumnMetaData, dictionaryText: number | null): number => {
  const { type, num_values, total_uncompressed_size, statistics } = chunk;
  const values = Number(num_values);
  const fixed = widths[type];
  if (fixed !== undefined) return values * fixed;
  const stored = values === 0 ? 0 : Number(total_uncompressed_size) / values;
  const extremes = (lengthOf(statistics?.min_value ?? statistics?.min) + lengthOf(statistics?.max_value ?? statistics?.max)) / 2;
  return values * Math.max(leastTextWidth, stored, dictionaryText ?? extremes);
};

/** Mean bytes of a column's texts by the dictionary of its longest chunk; null where it has none, or none that can be read. */
const dictionaryTextOf = async (chunks: readonly ColumnMetaData[], { bytes, read }: InspectedSource): Promise<number | null> => {
  const longest = chunks.reduce((best, chunk) => (chunk.num_values > best.num_values ? chunk : best));
  const at = Number(longest.dictionary_page_offset ?? 0);
  if (longest.type !== 'BYTE_ARRAY' || at <= 0 || at + dictionaryHeaderBytes > bytes) return null;
  return meanDictionaryText(await read(at, dictionaryHeaderBytes));
};

/** By the footer: its rows, and widths by type. Null where it cannot be read: the engine says why. */
export const estimateParquet = async (source: InspectedSource): Promise<TableEstimate | null> => {
  const { bytes, read } = source;
  try {
    const tail = await read(Math.max(0, bytes - 8), 8);
    const footerBytes = tail.readUInt32LE(0);
    if (tail.toString('latin1', 4) !== 'PAR1' || footerBytes > maxFooterBytes || footerBytes + 12 > bytes) return null;
    const footer = await read(bytes - footerBytes - 8, footerBytes + 8);
    const { num_rows, row_groups } = parquetMetadata(new Uint8Array(footer).buffer);
    const columns = new Map<string, ColumnMetaData[]>();
    for (const group of row_groups)
      for (const { meta_data: chunk } of group.columns) {
        if (!chunk) continue;
        const path = chunk.path_in_schema.join('.');
        const chunks = columns.get(path);
        if (chunks === undefined) columns.set(path, [chunk]);
        else chunks.push(chunk);
      }
    const sums = await Promise.all(
      [...columns.values()].map(async (chunks, place) => {
        const dictionaryText = place < lookedAt ? await dictionaryTextOf(chunks, source) : null;
        return chunks.reduce((sum, chunk) => sum + textBytesOf(chunk, dictionaryText), 0);
      }),
    );
    return {
      rows: Number(num_rows),
      columns: sums.length,
      textBytes: Math.round(sums.reduce((sum, one) => sum + one, 0)),
      widestBytes: Math.round(Math.max(0, ...sums)),
      basis: 'footer',
      groupRows: Math.max(0, ...row_groups.map((group) => Number(group.num_rows))),
    };
  } catch {
    return null;
  }
};
