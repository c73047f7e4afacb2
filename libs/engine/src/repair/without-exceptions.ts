import type { CodedColumn } from '../relations/coded-column';

/** So many repairs, and such a part of the rows that have some value in another column, are an exception of theirs and no slips. */
const exceptionCount = 3;
const exceptionShare = 0.5;

/**
 * Leaves out what happens to the same rows again and again: slips fall anywhere, true exceptions belong to something, such as the one
 * hospital of another state.
 * @param others the columns that are not repaired
 */
export const withoutExceptions = <T extends { readonly row: number }>(others: readonly CodedColumn[], found: readonly T[]): readonly T[] =>
  others.reduce<readonly T[]>((left, { codes, counts }) => {
    if (left.length < exceptionCount) return left;
    const hits = new Map<number, number>();
    for (const { row } of left) hits.set(codes[row]!, (hits.get(codes[row]!) ?? 0) + 1);
    return left.filter(({ row }) => {
      const [code, count] = [codes[row]!, hits.get(codes[row]!) ?? 0];
      return code < 0 || count < exceptionCount || count < counts[code]! * exceptionShare;
    });
  }, found);
