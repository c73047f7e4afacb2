import type { SemanticTypeId } from '@millrace/contracts';
import type { CountedValue } from '../semantic/detect-semantic-types';
import { semanticTypes } from '../semantic/registry';
import type { SemanticType } from '../semantic/semantic-type';

interface Search {
  readonly type: SemanticTypeId;
  /** What every text with one of it has; spares the pattern for most others. */
  readonly has: RegExp;
  readonly pattern: RegExp;
}

/** Each pattern is bounded, so that no text takes long; what it finds must pass the type's own check. */
const searches: readonly Search[] = [
  { type: 'email', has: /@/, pattern: /[\p{L}\p{N}._%+-]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.){1,4}\p{L}{2,24}/gu },
  {
    type: 'iban',
    has: /[A-Z]{2}[0-9]{2}/,
    pattern: /(?<![A-Z0-9])[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![A-Z0-9])/g,
  },
  { type: 'payment-card', has: /[0-9]{4}/, pattern: /(?<![0-9A-Za-z-])[2-6][0-9]{3}(?:[ -]?[0-9]{4}){2}[ -]?[0-9]{3,4}(?![0-9A-Za-z])/g },
  { type: 'ssn', has: /[0-9]{3}-[0-9]{2}-/, pattern: /(?<![0-9-])[0-9]{3}-[0-9]{2}-[0-9]{4}(?![0-9-])/g },
  {
    type: 'phone',
    has: /[+(][0-9]/,
    pattern: /(?<![0-9])(?:\+[1-9][0-9 ()./-]{7,18}[0-9]|\([2-9][0-9]{2}\) ?[2-9][0-9]{2}[ .-][0-9]{4})(?![0-9])/g,
  },
];

const longest = 5000;
const leastValues = 3;
const leastShare = 0.01;

/**
 * Types that stand somewhere within the texts of a column, with the share of cells that have one: at least a hundredth of them, and three
 * different texts. Cells that are nothing else are left to the semantic types.
 */
export const typesWithin = (values: readonly CountedValue[]): { readonly type: SemanticTypeId; readonly share: number }[] => {
  const cells = values.reduce((sum, { count }) => sum + count, 0);
  return searches.flatMap(({ type, has, pattern }) => {
    const { confirm }: SemanticType = semanticTypes[type];
    const passing = values.filter(({ value }) => {
      if (value.length > longest || !has.test(value)) return false;
      return [...value.matchAll(pattern)].some(([found]) => found.length < value.trim().length && (confirm?.(found) ?? true));
    });
    const share = passing.reduce((sum, { count }) => sum + count, 0) / cells;
    return passing.length >= leastValues && share >= leastShare ? [{ type, share }] : [];
  });
};
