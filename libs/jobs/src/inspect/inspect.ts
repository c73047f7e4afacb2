import type { Compression, FileFormat } from '@millrace/contracts';
import { estimateLines } from './estimate-lines';
import { estimateParquet } from './estimate-parquet';
import { estimateWorkbook } from './estimate-workbook';
import { inflateHead } from './inflate-head';
import { sampleParts, type InspectedSource, type TableEstimate } from './source';

/** Of a compressed file this much is read, and no more than that opened, whatever it would be. */
const [headBytes, openedBytes] = [2 * 1024 * 1024, 8 * 1024 * 1024];

/** Delimited or JSON; where nobody has said which, by its first sign. */
const textFormat = (format: FileFormat | null, head: Buffer): 'csv' | 'json' => {
  if (format !== null) return format === 'csv' ? 'csv' : 'json';
  return /^[\s\u00ef\u00bb\u00bf]*[[{]/.test(head.toString('latin1', 0, 1024)) ? 'json' : 'csv';
};

const inflated = async (
  source: InspectedSource,
  compression: 'gzip' | 'zstd',
  format: FileFormat | null,
): Promise<TableEstimate | null> => {
  const head = await source.read(0, Math.min(source.bytes, headBytes));
  const { text, compressedBytes, isWhole } = await inflateHead(head, compression, source.bytes, openedBytes);
  if (text.length === 0) return null;
  const totalBytes = isWhole ? text.length : Math.max(text.length, Math.round((text.length / compressedBytes) * source.bytes));
  // A table in an archive is opened whole before its own footer can be read.
  if (format === 'parquet' || format === 'xlsx')
    return { rows: 1, columns: 1, textBytes: totalBytes, widestBytes: totalBytes, basis: 'inflated' };
  // As many lines as of a file that is not compressed: a head of nothing but line ends would hold the process otherwise.
  const parts = await sampleParts({ bytes: text.length, read: (start, length) => Promise.resolve(text.subarray(start, start + length)) });
  return { ...estimateLines(parts, totalBytes, textFormat(format, text)), basis: 'inflated' };
};

/**
 * What a stored table is thought to be, from a few bounded reads: the footer of Parquet, the directory of a workbook, lines at the head, the
 * tail and between, the head of a compressed file. Constant memory, whatever the file. Null where nothing can be told.
 */
export const inspect = async (
  source: InspectedSource,
  format: FileFormat | null,
  compression: Compression,
): Promise<TableEstimate | null> => {
  if (source.bytes === 0) return null;
  if (compression !== 'none') return inflated(source, compression, format);
  if (format === 'parquet') return estimateParquet(source);
  if (format === 'xlsx') return estimateWorkbook(source);
  const parts = await sampleParts(source);
  return { ...estimateLines(parts, source.bytes, textFormat(format, parts[0] ?? Buffer.alloc(0))), basis: 'sample' };
};
