import type { StepOf } from '@millrace/contracts';
import { dateOf } from './comparators/dates';

/** A column as rows of a group are merged by it. */
export interface MergeColumn {
  readonly name: string;
  readonly cellOf: (row: number) => string | null;
}

export interface Survivor {
  readonly value: string;
  /** The row that has it. */
  readonly from: number;
  readonly reason: string;
}

type Step = StepOf<'mergeRecords'>;
type Rule = Step['survivorship']['default'];
interface Candidate {
  readonly row: number;
  readonly value: string;
}

const isNumber = (text: string): boolean => text.trim() !== '' && Number.isFinite(Number(text));
const byOrder = (a: string, b: string): number => (isNumber(a) && isNumber(b) ? Number(a) - Number(b) : a < b ? -1 : a > b ? 1 : 0);
/** The first of those that no other comes before. */
const best = (candidates: readonly Candidate[], before: (a: Candidate, b: Candidate) => boolean): Candidate | undefined =>
  candidates.reduce<Candidate | undefined>((top, one) => (top === undefined || before(one, top) ? one : top), undefined);

/** Chooses the cell of one column that stays of a group of rows. `others` has the columns that rules look at. */
export const survivorOf = (
  rows: readonly number[],
  column: MergeColumn,
  rule: Rule,
  { recent, source, order }: { readonly recent?: MergeColumn; readonly source?: MergeColumn; readonly order: readonly string[] },
): Survivor | null => {
  const candidates = rows.flatMap((row): Candidate[] => {
    const value = column.cellOf(row);
    return value === null || value.trim() === '' ? [] : [{ row, value }];
  });
  const count = (value: string) => candidates.filter((one) => one.value === value).length;
  const dateAt = ({ row }: Candidate) => dateOf(recent?.cellOf(row)?.trim() ?? '') ?? '';
  const rankOf = ({ row }: Candidate) => {
    const rank = order.indexOf(source?.cellOf(row) ?? '');
    return rank < 0 ? order.length : rank;
  };
  const chosen = {
    first: () => best(candidates, () => false),
    mostFrequent: () => best(candidates, (a, b) => count(a.value) > count(b.value)),
    longest: () => best(candidates, (a, b) => a.value.length > b.value.length),
    mostRecent: () => best(candidates, (a, b) => dateAt(a) > dateAt(b)),
    source: () => best(candidates, (a, b) => rankOf(a) < rankOf(b)),
    min: () => best(candidates, (a, b) => byOrder(a.value, b.value) < 0),
    max: () => best(candidates, (a, b) => byOrder(a.value, b.value) > 0),
  }[rule]();
  if (chosen === undefined) return null;
  const why = rule === 'mostFrequent' ? `${count(chosen.value)} of ${candidates.length} rows have it` : `by the rule ${rule}`;
  return { value: chosen.value, from: chosen.row, reason: why };
};
