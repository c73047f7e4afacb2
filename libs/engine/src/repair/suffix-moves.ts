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

/** Part of a column's cells that must be codes, and their length at most, before a word is one by its looks. */
const leastCodes = 0.95;
const isCode = (text: string): boolean => /^[A-Z]{2,4}$/.test(text);

/** Whether a column is of codes of one length: in a name, another word hardly looks like that. */
const isOfCodes = ({ values, counts }: CodedColumn): boolean => {
  const lengths = new Map<number, number>();
  let all = 0;
  for (const [code, value] of values.entries()) {
    all += counts[code] ?? 0;
    if (isCode(value)) lengths.set(value.length, (lengths.get(value.length) ?? 0) + (counts[code] ?? 0));
  }
  return Math.max(0, ...lengths.values()) >= all * leastCodes && all > 0;
};

/** Whether `from` ends with a word of `to` in a row in which `to` is there: then such words belong to its texts. */
const endsSoElsewhere = (from: CodedColumn, to: CodedColumn, cuts: readonly (object | null)[]): boolean => {
  for (let row = 0; row < to.codes.length; row += 1) if (to.codes[row] !== -1 && cuts[from.codes[row] ?? -1]) return true;
  return false;
};

/**
 * Rows in which `to` is absent and `from` ends with a value that `to` has in other rows, where the rest stands beside that value in another
 * row: of `Red Iris` nothing is moved for there being an Iris somewhere. Where most such rows are like that, and no other row ends so, a code
 * among codes is enough. What is no code has to be what mostly stands beside the rest, and no row with something else beside it may end so:
 * `Mary Ann` is a name of its own where others are called Mary Ann, and Lee besides.
 */
export const suffixMoves = (from: CodedColumn, to: CodedColumn): SuffixMove[] => {
  const known = new Set(to.values.filter((_, code) => to.counts[code]! > 0));
  const cuts = from.values.map((value) => {
    const cut = cutSuffix(value);
    return cut && known.has(cut.suffix) ? cut : null;
  });
  const found: SuffixMove[] = [];
  const [together, beside] = [new Map<string, number>(), new Map<string, number>()];
  for (let row = 0; row < to.codes.length; row += 1) {
    const [code, other] = [to.codes[row] ?? -1, from.codes[row] ?? -1];
    if (code !== -1 && other !== -1) {
      const [rest, pair] = [from.values[other] ?? '', `${from.values[other]}\n${to.values[code]}`];
      together.set(pair, (together.get(pair) ?? 0) + 1);
      beside.set(rest, (beside.get(rest) ?? 0) + 1);
    }
    const cut = code === -1 ? cuts[other] : null;
    if (cut) found.push({ row, ...cut });
  }
  const [areCodes, endsSo] = [isOfCodes(to), endsSoElsewhere(from, to, cuts)];
  const isAttested = ({ rest, suffix }: SuffixMove): boolean => {
    const rows = together.get(`${rest}\n${suffix}`) ?? 0;
    return rows > 0 && (areCodes || (!endsSo && rows * 2 > (beside.get(rest) ?? 0)));
  };
  const attested = found.filter(isAttested);
  const isEnough = attested.length * 2 >= found.length && areCodes && !endsSo;
  return isEnough ? found.filter((move) => isAttested(move) || isCode(move.suffix)) : attested;
};
