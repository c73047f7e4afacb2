import { parquetMetadata } from 'hyparquet';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { cell } from '../ingest/working-copy';
import { damagedCopy } from './damaged-copy';

/** Where the column chunks of a working copy lie. Column `i` of group `g` is at `g * width + i`. */
export interface CopyFooter {
  /** First row of each row group, and the number of all rows at the end. */
  readonly firstRows: readonly number[];
  readonly width: number;
  readonly starts: Float64Array;
  /** Of the pages; some writers leave out their headers. */
  readonly bytes: Float64Array;
  /** Where the last chunk ends. */
  readonly end: number;
  readonly isCompressed: boolean;
}

const magic = 'PAR1';

const footerOf = (path: string): { readonly footer: ArrayBuffer; readonly end: number } => {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const tail = Buffer.alloc(8);
    readSync(file, tail, 0, 8, Math.max(0, size - 8));
    const length = tail.readUInt32LE(0) + 8;
    if (tail.toString('latin1', 4) !== magic || length > size) throw damagedCopy('its end is missing');
    const footer = new ArrayBuffer(length);
    readSync(file, new Uint8Array(footer), 0, length, size - length);
    return { footer, end: size - length };
  } finally {
    closeSync(file);
  }
};

/** @throws Fault `internal` where the file is no working copy of `width` columns */
export const readCopyFooter = (path: string, width: number): CopyFooter => {
  const { footer, end } = footerOf(path);
  const { row_groups: groups } = parquetMetadata(footer);
  const order = new Map(groups[0]?.columns.map(({ meta_data: own }, at) => [own?.path_in_schema.join('.'), at]));
  const starts = new Float64Array(groups.length * width);
  const bytes = new Float64Array(groups.length * width);
  const codecs = new Set<string>();
  const firstRows = [0];
  for (const [group, { columns, num_rows: rows }] of groups.entries()) {
    firstRows.push(firstRows[group]! + Number(rows));
    for (let position = 0; position < width; position += 1) {
      const own = columns[order.get(cell(position)) ?? -1]?.meta_data;
      if (own?.type !== 'BYTE_ARRAY') throw damagedCopy(`it has no column of texts at ${position}`);
      const at = group * width + position;
      starts[at] = Number(own.dictionary_page_offset ?? own.data_page_offset);
      bytes[at] = Number(own.total_compressed_size);
      codecs.add(own.codec);
    }
  }
  if (codecs.size > 1 || ![undefined, 'ZSTD', 'UNCOMPRESSED'].includes([...codecs][0]))
    throw damagedCopy('it is compressed in another way');
  return { firstRows, width, starts, bytes, end, isCompressed: codecs.has('ZSTD') };
};
