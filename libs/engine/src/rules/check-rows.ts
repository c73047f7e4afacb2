import type { ColumnProfile, Rule } from '@millrace/contracts';
import { CodeBook, type CodedColumn } from '../relations/coded-column';
import { groupBy } from '../relations/groups';
import type { CheckedTable, Counted, Placed } from './check-cells';
import type { FailingRows } from './failing-rows';
import { isAbsent, isBrokenByAbsence } from './keeps-rule';
import { surelyAbsent } from './null-evidence';

type RowRule = Extract<Rule, { readonly kind: 'unique' | 'key' | 'dependency' }>;

/**
 * Columns of the whole table as numbers; a token for "no value" is absent as an empty cell is.
 * @param onlySure leaves words be that may stand for no value, and may not
 */
const encode = async ({ reader, words }: CheckedTable, columns: readonly ColumnProfile[], onlySure: boolean): Promise<CodedColumn[]> => {
  const books = columns.map(() => new CodeBook(reader.rows));
  const positions = columns.map(({ position }) => position);
  for await (const chunks of reader.columns(positions)) for (const [at, chunk] of chunks.entries()) books[at]!.add(chunk);
  return books.map((book) => {
    const { codes, values, counts } = book.finish();
    const absent = onlySure ? surelyAbsent({ values, counts }, words) : values.map((text) => isAbsent(text, words));
    return { codes: absent.includes(true) ? codes.map((code) => (code < 0 || absent[code] ? -1 : code)) : codes, values, counts };
  });
};

/** Codes of several columns as one: equal for rows that agree in all, -1 where one is absent. */
export const together = (columns: readonly CodedColumn[]): Int32Array =>
  columns.slice(1).reduce((codes, column) => {
    const numbers = new Map<number, number>();
    const width = column.values.length + 1;
    return codes.map((code, row) => {
      const other = column.codes[row]!;
      if (code < 0 || other < 0) return -1;
      const known = numbers.get(code * width + other) ?? numbers.size;
      numbers.set(code * width + other, known);
      return known;
    });
  }, columns[0]!.codes);

/** Rows that repeat an earlier one, and where `isKey` rows with an absent cell. */
export const repeating = (codes: Int32Array, isKey: boolean): Counted & { readonly rows: number[] } => {
  const seen = new Uint8Array(codes.reduce((most, code) => Math.max(most, code), -1) + 1);
  const rows: number[] = [];
  let support = 0;
  for (let row = 0; row < codes.length; row += 1) {
    const code = codes[row]!;
    if (code < 0 && !isKey) continue;
    support += 1;
    if (code < 0 || seen[code] === 1) rows.push(row);
    else seen[code] = 1;
  }
  return { support, violations: rows.length, rows };
};

/** Rows without the most frequent value of those that agree with them in the determinants; of equally frequent ones the first counts. */
export const disagreeing = (columns: readonly CodedColumn[]): Counted & { readonly rows: number[] } => {
  const dependent = columns.length - 1;
  const { codes } = columns[dependent]!;
  const { starts, rows, count } = groupBy(
    columns,
    columns.slice(1).map((_, at) => at),
  );
  const found: number[] = [];
  let support = 0;
  for (let group = 0; group < count; group += 1) {
    const members = rows.subarray(starts[group], starts[group + 1]).filter((row) => codes[row]! >= 0);
    const tally = new Map<number, number>();
    for (const row of members) tally.set(codes[row]!, (tally.get(codes[row]!) ?? 0) + 1);
    support += members.length;
    if (tally.size < 2) continue;
    const [most] = [...tally].reduce((a, b) => (b[1] > a[1] ? b : a));
    for (const row of members) if (codes[row] !== most) found.push(row);
  }
  return { support, violations: found.length, rows: found.sort((a, b) => a - b) };
};

/** Checks a rule that compares rows with each other, over all rows; its columns are held as numbers meanwhile. */
export const checkRows = async (
  table: CheckedTable,
  columns: readonly ColumnProfile[],
  { at, rule }: Placed<RowRule>,
  failing: FailingRows,
): Promise<Counted> => {
  const coded = await encode(table, columns, isBrokenByAbsence(rule));
  const found = rule.kind === 'dependency' ? disagreeing(coded) : repeating(together(coded), rule.kind === 'key');
  const names = columns.map(({ name }) => name);
  for (const row of found.rows)
    failing.add({ row, rule: at, kind: rule.kind, columns: names, values: coded.map(({ codes, values }) => values[codes[row]!] ?? null) });
  return { support: found.support, violations: found.violations };
};
