import type { ColumnProfile, Comparison, Profile } from '@millrace/contracts';
import { kindFamily } from './kind-family';
import { suggestRenames } from './suggest-renames';

export interface ColumnPair {
  readonly before: ColumnProfile;
  readonly after: ColumnProfile;
}

const placeOf = ({ position, name, kind }: ColumnProfile) => ({ position, name, kind });

/** What differs between the columns of two tables, which are paired by name; an empty column can be of any kind. */
export const compareSchemas = (
  before: Profile,
  after: Profile,
): { readonly difference: Comparison['columnSchema']; readonly pairs: ColumnPair[] } => {
  const earlier = new Map(before.columns.map((column) => [column.name, column]));
  const later = new Set(after.columns.map(({ name }) => name));
  const added = after.columns.filter(({ name }) => !earlier.has(name));
  const removed = before.columns.filter(({ name }) => !later.has(name));
  const pairs = after.columns.flatMap((column) => {
    const match = earlier.get(column.name);
    return match === undefined ? [] : [{ before: match, after: column }];
  });
  const orders = ({ before: { evidence: a }, after: { evidence: b } }: ColumnPair) =>
    a.dateOrder !== null && b.dateOrder !== null && !a.isOrderGuessed && !b.isOrderGuessed && a.dateOrder !== b.dateOrder;
  return {
    pairs,
    difference: {
      added: added.map(placeOf),
      removed: removed.map(placeOf),
      renamed: suggestRenames(removed, added),
      kindChanged: pairs.flatMap(({ before: { name, kind }, after: { kind: kindAfter } }) => {
        if (kind === kindAfter) return [];
        const families = [kindFamily(kind), kindFamily(kindAfter)];
        return [{ name, before: kind, after: kindAfter, isBreaking: families[0] !== families[1] && !families.includes('empty') }];
      }),
      dateOrderChanged: pairs.filter(orders).map(({ after: { name } }) => name),
      isReordered: pairs.some((pair, at) => at > 0 && pair.before.position < (pairs[at - 1]?.before.position ?? 0)),
    },
  };
};
