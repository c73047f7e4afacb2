import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readCells, type Table } from './read-cells.mts';

const csvCell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** The same table with its columns named c1…cn, in an order that has nothing to do with theirs. */
export const anonymise = async (
  { cells }: Table,
  folder: string,
): Promise<{ readonly dirty: Table; readonly orderOf: (column: number) => number }> => {
  // A step that shares no factor with the number of columns visits each once.
  const width = cells.length;
  const common = (a: number, b: number): number => (b === 0 ? a : common(b, a % b));
  const step = [7, 5, 3, 11, 13, 1].find((one) => common(one, width) === 1) ?? 1;
  const order = cells.map((_, at) => (at * step + 2) % width);
  const rows = (cells[0] ?? []).map((_, row) => order.map((at) => csvCell(cells[at]?.[row] ?? '')).join(','));
  const path = join(folder, `${randomUUID()}.csv`);
  await writeFile(path, `${[order.map((_, at) => `c${at + 1}`).join(','), ...rows].join('\n')}\n`);
  return { dirty: await readCells(path, folder), orderOf: (column) => order.indexOf(column) };
};
