import type { CodedColumn } from '../../relations/coded-column';
import { percent, type Proposal, type Suggester } from '../proposal';
import { countBy } from '../table-view';

type Case = 'lower' | 'upper' | 'mixed' | 'none';

const caseOf = (value: string): Case => {
  const [hasUpper, hasLower] = [/\p{Lu}/u.test(value), /\p{Ll}/u.test(value)];
  return hasUpper ? (hasLower ? 'mixed' : 'upper') : hasLower ? 'lower' : 'none';
};

/** Part of the cells with letters that must be in one case. */
const leastShare = 0.95;
const mostMixed = 0.001;
/** Part of the cells in the other case whose words the rest of the column has, or that look like its codes. */
const leastKnown = 0.95;
/** Of many such cells a few may be of words that are rare. */
const [many, leastKnownOfMany] = [20, 0.85] as const;
/** Hexadecimal digits say the same in either case; other codes, such as short links, are others in the other. */
const isHexadecimal = (value: string): boolean => value.length >= 8 && /^[\da-f-]+$/i.test(value);
const hexadecimalRun = /(?=[a-f]*\d)[\da-f]{8,}/g;
const runs = (value: string): string[] =>
  value
    .toLowerCase()
    .replace(hexadecimalRun, ' ')
    .match(/\p{L}+/gu) ?? [];

/**
 * Tells cells that merely were typed in the other case from words that belong in it, such as HTML among javascript and css: their words
 * stand elsewhere in the column in its own case, or all cells are hexadecimal codes of one length.
 */
const knownCells = ({ values, counts }: CodedColumn, own: Case, other: Case): { readonly known: number; readonly all: number } => {
  const words = new Map<string, number>();
  const lengths = new Map<number, number>();
  let cells = 0;
  const cases = values.map(caseOf);
  for (const [code, value] of values.entries()) {
    if (cases[code] !== own) continue;
    for (const run of runs(value)) words.set(run, (words.get(run) ?? 0) + (counts[code] ?? 0));
    if (isHexadecimal(value)) lengths.set(value.length, (lengths.get(value.length) ?? 0) + (counts[code] ?? 0));
    cells += counts[code] ?? 0;
  }
  let [known, all] = [0, 0];
  for (const [code, value] of values.entries()) {
    if (cases[code] !== other) continue;
    const count = counts[code] ?? 0;
    all += count;
    // Small and capital letters that stand alone mean different things: s and S, m and M, an allele.
    if (value.trim().length === 1) continue;
    const isCode = isHexadecimal(value) && (lengths.get(value.length) ?? 0) >= cells * leastShare;
    if (isCode || runs(value).every((run) => (words.get(run) ?? 0) >= 2)) known += count;
  }
  return { known, all };
};

const proposal = (name: string, column: CodedColumn, to: 'lower' | 'upper', letters: number, own: number): Proposal[] => {
  const { known, all } = knownCells(column, to, to === 'lower' ? 'upper' : 'lower');
  if (all === 0) return [];
  return [
    {
      step: { step: 'changeCase', columns: [name], to, only: 'oneCase' },
      safe: known >= all * (all < many ? leastKnown : leastKnownOfMany),
      evidence: [
        `${percent(own, letters)} of the cells of "${name}" that have letters are in ${to} case, ${all} cells are wholly in the other.`,
        `Of these ${known} are made of words that the rest of the column has, or are hexadecimal codes as long as those.`,
      ],
    },
  ];
};

export const letterCase: Suggester = (view) =>
  view.columns.flatMap(({ position, name }) => {
    const column = view.column(position);
    const cases = countBy(column, caseOf);
    const of = (one: Case): number => cases.get(one) ?? 0;
    const letters = of('lower') + of('upper') + of('mixed');
    if (letters === 0 || of('mixed') > letters * mostMixed) return [];
    if (of('lower') >= letters * leastShare) return proposal(name, column, 'lower', letters, of('lower'));
    return of('upper') >= letters * leastShare ? proposal(name, column, 'upper', letters, of('upper')) : [];
  });
