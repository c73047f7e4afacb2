import { Fault } from '@millrace/contracts';
import { parquetMetadata, type FileMetaData } from 'hyparquet';
import { open } from 'node:fs/promises';
import type { IngestLimits } from './limits';
import { parquetColumns, refuseUnreadable, type ParquetNode } from './parquet-binary';

const maxFooterBytes = 32 * 1024 * 1024;
const bombCheckFrom = 1024 * 1024 * 1024;
/** No cell of a working copy takes less than this while it is read. */
const leastCellBytes = 4;

const readFooter = async (path: string): Promise<{ metadata: FileMetaData; fileBytes: number }> => {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const tail = Buffer.alloc(8);
    await file.read(tail, 0, 8, size - 8);
    const footerBytes = tail.readUInt32LE(0);
    if (size < 12 || tail.toString('latin1', 4) !== 'PAR1' || footerBytes + 12 > size)
      throw new Fault('unreadable-parquet', 'The file does not end as Parquet does; it is cut or damaged.');
    if (footerBytes > maxFooterBytes)
      throw new Fault('expansion-too-large', `The footer has ${footerBytes} bytes; ${maxFooterBytes} are allowed.`);
    const bytes = Buffer.alloc(footerBytes + 8);
    await file.read(bytes, 0, bytes.length, size - bytes.length);
    return { metadata: parquetMetadata(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)), fileBytes: size };
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw new Fault('unreadable-parquet', 'The footer cannot be read; the file is cut or damaged.', { cause: error });
  } finally {
    await file.close();
  }
};

/** The deepest level of a schema that is written as a tree in preorder, and its leaves. */
const shapeOf = (schema: FileMetaData['schema']): { depth: number; leaves: number } => {
  const open: number[] = [];
  let [depth, leaves] = [0, 0];
  for (const { num_children: children = 0 } of schema) {
    while (open.at(-1) === 0) open.pop();
    const last = open.length - 1;
    if (last >= 0) open[last] = (open[last] ?? 0) - 1;
    if (children > 0) open.push(children);
    else leaves += 1;
    depth = Math.max(depth, open.length);
  }
  return { depth, leaves };
};

/**
 * Refuses by its footer what would only be found out by reading: rows × columns beyond any relation to the file's size, absurd widths and
 * depths.
 * @returns the bytes of its pages once they are decompressed, as the footer tells, and its columns
 * @throws Fault `unreadable-parquet`, `unsupported-column-type`, `too-many-columns`, `too-deep`, `expansion-too-large`
 */
export const checkParquetFooter = async (
  path: string,
  limits: IngestLimits,
): Promise<{ readonly bytes: number; readonly columns: readonly ParquetNode[] }> => {
  const { metadata, fileBytes } = await readFooter(path);
  const { depth, leaves } = shapeOf(metadata.schema);
  if (leaves > limits.maxColumns) throw new Fault('too-many-columns', `The file has ${leaves} columns; ${limits.maxColumns} are allowed.`);
  if (depth > limits.maxJsonDepth)
    throw new Fault('too-deep', `The schema is nested ${depth} levels deep; ${limits.maxJsonDepth} are allowed.`);
  const rows = Number(metadata.num_rows);
  const inGroups = metadata.row_groups.reduce((sum, group) => sum + Number(group.num_rows), 0);
  if (rows < 0 || rows !== inGroups)
    throw new Fault('unreadable-parquet', `The footer tells of ${rows} rows, its row groups of ${inGroups}.`);
  const expanded = rows * leaves * leastCellBytes;
  if (expanded > bombCheckFrom && expanded > fileBytes * limits.maxExpansion)
    throw new Fault('expansion-too-large', `The file of ${fileBytes} bytes tells of ${rows} rows in ${leaves} columns.`);
  const bytes = metadata.row_groups.reduce((sum, group) => sum + Number(group.total_byte_size), 0);
  const columns = parquetColumns(metadata);
  refuseUnreadable(columns);
  return { bytes, columns };
};
