import type { CodedColumn } from '../../relations/coded-column';
import { fallsAnywhere, type Written } from '../falls-anywhere';
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
/** Letters in a row that may be a code, whose case tells what it is: an allele, a unit, a country among words. */
const longestCode = 3;
/** Letters of one word, and the part of the cells, from which on a word that is there in both cases may be two values. */
const [longestWord, ownShare] = [6, 0.03];
const isBoolean = (value: string): boolean => /^(?:true|false|yes|no)$/i.test(value.trim());
const runs = (value: string): string[] =>
  value
    .toLowerCase()
    .replace(hexadecimalRun, ' ')
    .match(/\p{L}+/gu) ?? [];

/** How often each value is written in either case. */
const writtenBy = ({ values, counts }: CodedColumn, own: Case, other: Case): ReadonlyMap<string, Written> => {
  const found = new Map<string, Written>();
  for (const [code, value] of values.entries()) {
    const which = caseOf(value);
    const count = counts[code] ?? 0;
    if (count === 0 || (which !== own && which !== other)) continue;
    const written = found.get(value.toLowerCase()) ?? { own: 0, other: 0 };
    written[which === own ? 'own' : 'other'] += count;
    found.set(value.toLowerCase(), written);
  }
  return found;
};

/**
 * Cells of a few letters, whose case may be a part of what they say: rr and RR, mw and MW, us and US; and short words that so many cells have
 * in either case that both seem to be meant. Truth values say the same in any case, as do values all of which are written in both.
 */
const cellsOfCodes = (column: CodedColumn, own: Case, other: Case): number => {
  const written = writtenBy(column, own, other);
  const cells = [...written.values()].reduce((sum, one) => sum + one.own + one.other, 0);
  const codes = [...written].filter(([value, one]) => {
    if (one.other === 0 || isHexadecimal(value) || isBoolean(value)) return false;
    const longest = (value.match(/\p{L}+/gu) ?? []).reduce((most, { length }) => Math.max(most, length), 0);
    const isWord = longest <= longestWord && /^[\p{L}\p{N}]+$/u.test(value);
    return longest <= longestCode || (isWord && one.own > 0 && one.other >= cells * ownShare);
  });
  return codes.length === 0 || fallsAnywhere([...written.values()], ownShare) ? 0 : codes.reduce((sum, [, one]) => sum + one.other, 0);
};

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
  const other = to === 'lower' ? 'upper' : 'lower';
  const { known, all } = knownCells(column, to, other);
  if (all === 0) return [];
  const codes = cellsOfCodes(column, to, other);
  return [
    {
      step: { step: 'changeCase', columns: [name], to, only: 'oneCase' },
      safe: codes === 0 && known >= all * (all < many ? leastKnown : leastKnownOfMany),
      evidence: [
        `${percent(own, letters)} of the cells of "${name}" that have letters are in ${to} case, ${all} cells are wholly in the other.`,
        `Of these ${known} are made of words that the rest of the column has, or are hexadecimal codes as long as those.`,
        ...(codes > 0 ? [`${codes} are short codes, whose case may be a part of what they say.`] : []),
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
