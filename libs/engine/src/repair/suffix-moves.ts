import type { CodedColumn } from '../relations/coded-column';

/** A row in which one column's last word is what another column lacks. */
export interface SuffixMove {
  readonly row: number;
  readonly rest: string;
  readonly suffix: string;
}

const separates = (character: string): boolean => character === ',' || character === ';' || /\s/.test(character);

/** A text cut before its last word; null where it has only one, or ends with what separates words. */
export const cutSuffix = (text: string): { readonly rest: string; readonly suffix: string } | null => {
  let word = text.length;
  while (word > 0 && !separates(text.charAt(word - 1))) word -= 1;
  let end = word;
  while (end > 0 && separates(text.charAt(end - 1))) end -= 1;
  return end === 0 || word === text.length ? null : { rest: text.slice(0, end), suffix: text.slice(word) };
};

/** Rows in which `to` is absent and `from` ends with a value that `to` has in other rows. */
export const suffixMoves = (from: CodedColumn, to: CodedColumn): SuffixMove[] => {
  const known = new Set(to.values.filter((_, code) => to.counts[code]! > 0));
  const cuts = from.values.map((value) => {
    const cut = cutSuffix(value);
    return cut && known.has(cut.suffix) ? cut : null;
  });
  const moves: SuffixMove[] = [];
  for (let row = 0; row < to.codes.length; row += 1) {
    const cut = to.codes[row] === -1 ? (cuts[from.codes[row]!] ?? null) : null;
    if (cut) moves.push({ row, ...cut });
  }
  return moves;
};
