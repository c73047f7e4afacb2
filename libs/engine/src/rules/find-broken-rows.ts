import { columnsOfRule, comparesCells, type RowRule } from '@millrace/contracts';
import type { ValueWords } from '../profile/values/classify-value';
import type { CodedColumn } from '../relations/coded-column';
import { disagreeing, repeating, together } from './check-rows';
import { dateOrderOf, isAbsent, isBrokenByAbsence, isCellRule, keepsRule } from './keeps-rule';
import { surelyAbsent } from './null-evidence';

/** Rules that compare rows, in the order in which they are looked at: what leaves for a later one breaks none before it. */
const comparing = ['dependency', 'unique', 'key', 'references'] as const;

const told = (rule: RowRule): string => `"${rule.kind}" on ${columnsOfRule(rule).map((name) => `"${name}"`).join(', ')}`; // prettier-ignore
const reasonOf = (rules: readonly RowRule[]): string => `breaks the rule${rules.length > 1 ? 's' : ''} ${rules.map(told).join(', ')}`;

/** Those of its cells as absent whose texts are. */
const without = (absent: readonly boolean[], { codes, values, counts }: CodedColumn): CodedColumn => ({
  codes: absent.includes(true) ? codes.map((code) => (code < 0 || absent[code] === true ? -1 : code)) : codes,
  ...{ values, counts },
});

/** Some rows of a column. */
const rowsOf = ({ codes, values }: CodedColumn, rows: Uint32Array): CodedColumn => {
  const [own, counts] = [new Int32Array(rows.length), new Uint32Array(values.length)];
  for (let at = 0; at < rows.length; at += 1) {
    const code = codes[rows[at]!]!;
    own[at] = code;
    if (code >= 0) counts[code]! += 1;
  }
  return { codes: own, values, counts };
};

/** Places of cells that break a rule on single ones. */
const brokenCells = (rule: RowRule, { codes, values, counts }: CodedColumn): number[] => {
  const found: number[] = [];
  const dateOrder = comparesCells(rule) ? dateOrderOf(values, counts) : null;
  const keeps = isCellRule(rule) ? keepsRule(rule, { evidence: { dateOrder } }) : null;
  const breaks = values.map((text, code) => counts[code]! > 0 && keeps !== null && !keeps(text));
  for (let at = 0; at < codes.length; at += 1) if (codes[at]! < 0 ? keeps === null : breaks[codes[at]!] === true) found.push(at);
  return found;
};

/** Places of cells whose text no cell of another column has. */
const withoutTarget = (from: CodedColumn, to: CodedColumn): number[] => {
  const known = new Set(to.values.filter((_, code) => to.counts[code]! > 0));
  const isKnown = from.values.map((text) => known.has(text));
  return Array.from(from.codes.keys()).filter((at) => from.codes[at]! >= 0 && isKnown[from.codes[at]!] === false);
};

const brokenTogether = (rule: RowRule, columns: readonly CodedColumn[]): number[] => {
  if (rule.kind === 'dependency') return disagreeing(columns).rows;
  const [from, to] = columns;
  if (rule.kind === 'references') return from && to ? withoutTarget(from, to) : [];
  return repeating(together(columns), rule.kind === 'key').rows;
};

/**
 * The rows that have to leave for a table to keep rules, each with its reason. Rules on single cells are looked at first, all of them; of
 * those that compare rows each looks at what is left, until nothing more breaks any.
 * @param table by name, the columns that the rules name
 * @param rows of each
 * @param words that stand for no value
 */
export const findBrokenRows = (
  table: ReadonlyMap<string, CodedColumn>,
  rows: number,
  rules: readonly RowRule[],
  words: ValueWords,
): Map<number, string> => {
  // What may stand for no value says nothing of any other kind; only what surely does breaks a rule by that.
  const columns = new Map([...table].map(([name, column]) => [name, without(column.values.map((text) => isAbsent(text, words)), column)])); // prettier-ignore
  const reasons = new Map<number, string>();
  let left: Uint32Array = Uint32Array.from({ length: rows }, (_, row) => row);
  const leave = (broken: ReadonlyMap<number, readonly RowRule[]>): void => {
    for (const [at, own] of broken) reasons.set(left[at]!, reasonOf(own));
    if (broken.size > 0) left = left.filter((_, at) => !broken.has(at));
  };
  const leftOf = (name: string, breaksAbsent: boolean): CodedColumn[] => {
    const column = (breaksAbsent ? table : columns).get(name);
    if (column === undefined) return [];
    const own = rowsOf(column, left);
    return [breaksAbsent ? without(surelyAbsent(own, words), own) : own];
  };
  const columnsOf = (rule: RowRule): CodedColumn[] => columnsOfRule(rule).flatMap((name) => leftOf(name, isBrokenByAbsence(rule)));
  const [single, several] = [
    rules.filter((rule) => rule.kind === 'notNull' || isCellRule(rule)),
    comparing.flatMap((kind) => rules.filter((rule) => rule.kind === kind)),
  ];
  for (let before = -1; before < reasons.size;) {
    before = reasons.size;
    const broken = new Map<number, RowRule[]>();
    for (const rule of single)
      for (const column of columnsOf(rule)) for (const at of brokenCells(rule, column)) broken.set(at, [...(broken.get(at) ?? []), rule]);
    leave(broken);
    for (const rule of several) leave(new Map(brokenTogether(rule, columnsOf(rule)).map((at) => [at, [rule]])));
  }
  return reasons;
};
