import { inBlocks } from './in-blocks';
import { classCode } from './values/classify-value';
import type { ValueTable } from './values/value-table';

const addMasks = ({ classes, counts, maskIds }: ValueTable, from: number, to: number, cells: Float64Array): void => {
  for (let entry = from; entry < to; entry += 1) if (classes[entry] !== classCode.nullToken) cells[maskIds[entry]!]! += counts[entry]!;
};

/** Cells of each mask number, tokens for "no value" left out. */
export const cellsByMask = (table: ValueTable): Float64Array => {
  const cells = new Float64Array(table.maskFirst.length + 1);
  inBlocks(table.size, (from, to) => {
    addMasks(table, from, to, cells);
  });
  return cells;
};

/**
 * Entries that occur most often, or least often, at most `most`; ties go to the entry that was seen first.
 * @param ofTokens looks at the tokens for "no value" and not at the others
 */
export const mostFrequent = (
  { size, classes, counts }: ValueTable,
  most: number,
  { rarest = false, ofTokens = false }: { readonly rarest?: boolean; readonly ofTokens?: boolean } = {},
): number[] => {
  const kept: number[] = [];
  const sign = rarest ? -1 : 1;
  let least = -Infinity;
  for (let entry = 0; entry < size; entry += 1) {
    const weight = counts[entry]! * sign;
    if (weight <= least || (classes[entry] === classCode.nullToken) !== ofTokens) continue;
    let at = kept.length;
    while (at > 0 && weight > counts[kept[at - 1]!]! * sign) at -= 1;
    kept.splice(at, 0, entry);
    if (kept.length > most) kept.pop();
    if (kept.length === most) least = counts[kept[most - 1]!]! * sign;
  }
  return kept;
};
