import { parquetMetadata, type ColumnMetaData } from 'hyparquet';
import type { InspectedSource, TableEstimate } from './source';

const maxFooterBytes = 32 * 1024 * 1024;
/** Characters of a value as text, by physical type. */
const widths: Readonly<Record<string, number>> = { BOOLEAN: 5, INT32: 8, INT64: 12, INT96: 24, FLOAT: 10, DOUBLE: 17 };
const leastTextWidth = 8;

const lengthOf = (value: unknown): number => (value instanceof Uint8Array || typeof value === 'string' ? value.length : 0);

/** Bytes as text of one column chunk. Dictionary pages say less than their values take, so statistics count too. */
const textBytesOf = ({ type, num_values, total_uncompressed_size, statistics }: ColumnMetaData): number => {
  const values = Number(num_values);
  const fixed = widths[type];
  if (fixed !== undefined) return values * fixed;
  const stored = values === 0 ? 0 : Number(total_uncompressed_size) / values;
  const told = (lengthOf(statistics?.min_value ?? statistics?.min) + lengthOf(statistics?.max_value ?? statistics?.max)) / 2;
  return values * Math.max(leastTextWidth, stored, told);
};

/** By the footer: its rows, and widths by type. Null where it cannot be read: the engine says why. */
export const estimateParquet = async ({ bytes, read }: InspectedSource): Promise<TableEstimate | null> => {
  try {
    const tail = await read(Math.max(0, bytes - 8), 8);
    const footerBytes = tail.readUInt32LE(0);
    if (tail.toString('latin1', 4) !== 'PAR1' || footerBytes > maxFooterBytes || footerBytes + 12 > bytes) return null;
    const footer = await read(bytes - footerBytes - 8, footerBytes + 8);
    const { num_rows, row_groups } = parquetMetadata(new Uint8Array(footer).buffer);
    const sums = new Map<string, number>();
    for (const { columns } of row_groups)
      for (const { meta_data: chunk } of columns) {
        if (!chunk) continue;
        const path = chunk.path_in_schema.join('.');
        sums.set(path, (sums.get(path) ?? 0) + textBytesOf(chunk));
      }
    const all = [...sums.values()];
    return {
      rows: Number(num_rows),
      columns: sums.size,
      textBytes: Math.round(all.reduce((sum, one) => sum + one, 0)),
      widestBytes: Math.round(Math.max(0, ...all)),
      basis: 'footer',
      groupRows: Math.max(0, ...row_groups.map((group) => Number(group.num_rows))),
    };
  } catch {
    return null;
  }
};
