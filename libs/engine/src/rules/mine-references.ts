import type { ColumnProfile, SuggestedRule } from '@millrace/contracts';
import type { TextReader } from '../columnar/text-reader';
import { suggest } from './suggest-rule';
import { TextIndex } from './text-index';

/** Fewer different values may stand in another column by chance. */
const leastDistinct = 20;
/** Cells that are looked up. */
const mostCells = 2000;
/** Pairs of columns that are looked at, each for one reading of both. */
const mostPairs = 4;
/** Integers that fill their range hold any other within it: where more than this part of it is there, names must tell. */
const mostFilled = 0.5;

const isInteger = ({ evidence: { candidate } }: ColumnProfile): boolean => candidate === 'integer';
const isReferable = (column: ColumnProfile): boolean =>
  isInteger(column) || !['decimal', 'boolean', 'date', 'timestamp'].includes(column.evidence.candidate);
/** Whether a column tells the rows apart that have a value in it. */
const isKey = ({ evidence, metrics }: ColumnProfile): boolean =>
  evidence.misfits === 0 && metrics['duplicateCount'] === 0 && (metrics['distinctCount'] ?? 0) >= leastDistinct;

/** Whether a name is another one with something before it: `manager_id` and `id`, `parentCode` and `code`. */
const isNamedAfter = (name: string, other: string): boolean => {
  const [own, base] = [name.toLowerCase().replace(/[^a-z0-9]/gu, ''), other.toLowerCase().replace(/[^a-z0-9]/gu, '')];
  return base.length > 1 && own.length > base.length && own.endsWith(base);
};

const mayRefer = (from: ColumnProfile, to: ColumnProfile): boolean => {
  const [own, its] = [from.metrics, to.metrics];
  if (from.position === to.position || isInteger(from) !== isInteger(to)) return false;
  if ((own['distinctCount'] ?? 0) < leastDistinct || (own['distinctCount'] ?? 0) > (its['distinctCount'] ?? 0)) return false;
  if ((own['duplicateCount'] ?? 0) === 0) return false;
  if (!isInteger(to)) return from.masks[0]?.value === to.masks[0]?.value && (its['minLength'] ?? 0) > 2;
  const [low, high] = [its['min'] ?? 0, its['max'] ?? 0];
  if ((own['min'] ?? -Infinity) < low || (own['max'] ?? Infinity) > high) return false;
  return (its['distinctCount'] ?? 0) <= mostFilled * (high - low + 1) || isNamedAfter(from.name, to.name);
};

/** How many cells of a column, evenly over its rows, stand somewhere in another. */
const lookUp = async (reader: TextReader, from: number, to: number): Promise<{ readonly support: number; readonly violations: number }> => {
  const stride = Math.max(1, Math.floor(reader.rows / mostCells));
  const index = new TextIndex();
  const cells: number[] = [];
  for await (const { firstRow, chunk } of reader.column(from))
    for (let at = (stride - (firstRow % stride)) % stride; at < chunk.length; at += stride) {
      const number = index.add(chunk, at);
      if (number >= 0) cells.push(number);
    }
  const found = new Uint8Array(index.size);
  for await (const { chunk } of reader.column(to))
    for (let at = 0; at < chunk.length; at += 1) {
      const number = index.find(chunk, at);
      if (number >= 0) found[number] = 1;
    }
  return { support: cells.length, violations: cells.reduce((sum, number) => sum + (found[number] === 1 ? 0 : 1), 0) };
};

/**
 * Columns whose values stand in a key of the same table: `references`, told by a few cells spread over the rows. Looked at are columns with
 * repeats and at least twenty different values, against columns without any; of integers only where the key leaves half of its range out,
 * or where the name ends like the key's. Held at once are the cells that are looked up, whatever the table.
 */
export const mineReferences = async (reader: TextReader, columns: readonly ColumnProfile[]): Promise<SuggestedRule[]> => {
  const pairs = columns
    .filter((to) => isReferable(to) && isKey(to))
    .flatMap((to) => columns.filter((from) => isReferable(from) && mayRefer(from, to)).map((from) => ({ from, to })))
    .slice(0, mostPairs);
  const found: SuggestedRule[] = [];
  for (const { from, to } of pairs) {
    const { support, violations } = await lookUp(reader, from.position, to.position);
    found.push(...suggest({ kind: 'references', column: from.name, to: to.name }, support, violations));
  }
  return found;
};
