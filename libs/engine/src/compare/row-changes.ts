import type { BothColumns } from './both-columns';

export interface CellChange {
  readonly rowBefore: number;
  readonly rowAfter: number;
  readonly before: string | null;
  readonly after: string | null;
}

/**
 * Counts the cells of a column that differ between matched rows, in any character, and marks their rows.
 * @param changedRows a mark for each row after
 */
export const changedCells = (
  both: BothColumns,
  beforeOf: Int32Array,
  changedRows: Uint8Array,
  mostExamples: number,
): { readonly changed: number; readonly examples: CellChange[] } => {
  const { before, after } = both.entries;
  const examples: CellChange[] = [];
  let changed = 0;
  for (let row = 0; row < beforeOf.length; row += 1) {
    const other = beforeOf[row]!;
    if (other < 0 || before[other] === after[row]) continue;
    changed += 1;
    changedRows[row] = 1;
    if (examples.length >= mostExamples) continue;
    const text = (entry: number) => (entry < 0 ? null : both.textOf(entry));
    examples.push({ rowBefore: other, rowAfter: row, before: text(before[other]!), after: text(after[row]!) });
  }
  return { changed, examples };
};
