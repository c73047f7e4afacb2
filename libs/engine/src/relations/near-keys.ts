import type { ColumnProfile, Keys } from '@millrace/contracts';
import type { ColumnView } from '../profile/column-view';

const leastDistinctShare = 0.95;
const leastPresentShare = 0.95;
const leastRows = 20;
const longest = 64;
const kinds: ReadonlySet<ColumnProfile['kind']> = new Set(['integer', 'identifier', 'text']);

/**
 * A column that nearly tells rows apart: integers, or texts of at most 64 characters, at least 95 % present and at least 95 % of them
 * different, with some value that repeats.
 */
export const nearKey = ({ position, kind, metrics }: ColumnProfile, view: ColumnView): Keys['near'][number] | null => {
  const { count = 0, nullShare = 1, distinctShare = 0, duplicateCount = 0, maxLength = 0 } = metrics;
  if (!kinds.has(kind) || count < leastRows || maxLength > longest || duplicateCount === 0) return null;
  if (1 - nullShare < leastPresentShare || distinctShare < leastDistinctShare) return null;
  return { column: position, repeats: duplicateCount, exampleRows: [...view.repeatedRows()] };
};
