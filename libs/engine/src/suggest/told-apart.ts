import { editsBetween } from '../repair/edits';
import type { ValueRepair } from '../repair/repair-typos';
import type { CodedColumn } from '../relations/coded-column';
import type { TableView } from './table-view';

/** Part of a value's rows that have one value in another column, so that this one goes with it. */
const mostly = 0.8;
/** Rows of a value before any of another column goes with it. */
const leastRows = 5;

/** What rows of a value have in another column. */
interface Beside {
  /** Rows of each code there. */
  readonly rows: ReadonlyMap<number, number>;
  /** The code that goes with the value; -1 where none does. */
  readonly companion: number;
}

const besideEach = ({ codes }: CodedColumn, other: CodedColumn, wanted: ReadonlySet<number>): ReadonlyMap<number, Beside> => {
  const counts = new Map<number, Map<number, number>>([...wanted].map((code) => [code, new Map()]));
  for (const [row, code] of codes.entries()) {
    const found = counts.get(code);
    const own = other.codes[row] ?? -1;
    if (found && own >= 0) found.set(own, (found.get(own) ?? 0) + 1);
  }
  const companionOf = (rows: ReadonlyMap<number, number>): number => {
    const all = [...rows.values()].reduce((sum, count) => sum + count, 0);
    const [most, count] = [...rows].reduce((best, one) => (one[1] > best[1] ? one : best), [-1, 0]);
    return all >= leastRows && count >= all * mostly ? most : -1;
  };
  return new Map([...counts].map(([code, rows]) => [code, { rows, companion: companionOf(rows) }]));
};

const digitsOf = (text: string): string => text.replace(/\D+/g, ' ');
/** Another digit in a text makes another code of it, as in formulas and postcodes; one that is there twice or left out is a slip. */
const longCode = 8;
/** Whether a companion is another one, and no slip of it either. */
const isAnother = (own: string, most: string): boolean =>
  own !== most &&
  ((most.length < longCode && own.length === most.length && digitsOf(own) !== digitsOf(most)) || editsBetween(own, most, 1, 1) === null);

/**
 * Of values that look like slips of frequent ones, the codes of those that are none, since another column says so: a town that has a
 * postcode of its own is no other town misspelt. Something is said where one value of that column goes with the frequent value, and none of
 * the rare one's rows has it, or a slip of it, but something that none of the frequent one's rows has.
 */
export const toldApart = (view: TableView, position: number, repairs: readonly ValueRepair[]): ReadonlySet<number> => {
  const column = view.column(position);
  const codeOf = new Map(column.values.map((value, code) => [value, code]));
  const targets = new Set(repairs.flatMap(({ after }) => codeOf.get(after) ?? []));
  const apart = new Set<number>();
  if (targets.size === 0) return apart;
  const rowsOf = Map.groupBy(column.codes.keys(), (row) => column.codes[row] ?? -1);
  for (const { position: at } of view.columns) {
    if (at === position) continue;
    const other = view.column(at);
    const beside = besideEach(column, other, targets);
    for (const { code, after } of repairs) {
      const theirs = beside.get(codeOf.get(after) ?? -1);
      if (theirs === undefined || theirs.companion < 0 || apart.has(code)) continue;
      const { rows, companion } = theirs;
      const own = (rowsOf.get(code) ?? []).map((row) => other.codes[row] ?? -1);
      const isApart = (one: number): boolean =>
        one >= 0 && !rows.has(one) && isAnother(other.values[one] ?? '', other.values[companion] ?? '');
      if (own.length > 0 && own.every(isApart)) apart.add(code);
    }
  }
  return apart;
};
