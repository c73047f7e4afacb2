import type { ColumnProfile, Rule } from '@millrace/contracts';
import type { TextReader } from '../columnar/text-reader';
import type { ValueWords } from '../profile/values/classify-value';
import { CodeBook } from '../relations/coded-column';
import type { FailingRows } from './failing-rows';
import { isAbsent, keepsRule, type CellRule } from './keeps-rule';
import { readEvidence, surelyAbsent } from './null-evidence';

/** A rule with its place in the contract. */
export interface Placed<R extends Rule = Rule> {
  readonly at: number;
  readonly rule: R;
}
/** A working copy, and the texts that stand for no value in it. */
export interface CheckedTable {
  readonly reader: TextReader;
  readonly words: ValueWords;
}
export interface Counted {
  readonly support: number;
  readonly violations: number;
}
type ColumnRule = CellRule | Extract<Rule, { readonly kind: 'notNull' }>;

/**
 * Checks the rules of one column that each cell keeps or breaks by itself, chunk by chunk: a text is looked at once a chunk, however
 * often it stands there.
 */
export const checkCells = async (
  { reader, words }: CheckedTable,
  column: ColumnProfile,
  rules: readonly Placed<ColumnRule>[],
  failing: FailingRows,
): Promise<Map<number, Counted>> => {
  const checks = rules.map(({ at, rule }) => ({
    at,
    kind: rule.kind,
    keeps: rule.kind === 'notNull' ? null : keepsRule(rule, column),
    support: 0,
    violations: 0,
  }));
  const looksForAbsent = checks.some(({ keeps }) => keeps === null);
  const evidence = looksForAbsent ? await readEvidence(reader, column, words) : null;
  for await (const { firstRow, chunk } of reader.column(column.position)) {
    const book = new CodeBook(chunk.length);
    book.add(chunk);
    const { codes, values, counts } = book.finish();
    const absent = values.map((text) => isAbsent(text, words));
    const surely = looksForAbsent ? surelyAbsent({ values, counts }, words, evidence) : absent;
    const present = counts.reduce((sum, count, code) => sum + (absent[code] ? 0 : count), 0);
    for (const check of checks) {
      const { at, kind, keeps } = check;
      const breaks = values.map((text, code) => (keeps === null ? surely[code]! : !absent[code] && !keeps(text)));
      const breaksAbsent = keeps === null;
      check.support += keeps === null ? chunk.length : present;
      if (!breaksAbsent && !breaks.includes(true)) continue;
      for (let row = 0; row < chunk.length; row += 1) {
        const code = codes[row]!;
        if (code < 0 ? !breaksAbsent : !breaks[code]) continue;
        check.violations += 1;
        failing.add({ row: firstRow + row, rule: at, kind, columns: [column.name], values: [code < 0 ? null : values[code]!] });
      }
    }
  }
  return new Map(checks.map(({ at, support, violations }) => [at, { support, violations }]));
};
