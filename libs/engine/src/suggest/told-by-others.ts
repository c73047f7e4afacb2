import type { StepName } from '@millrace/contracts';
import type { CodedColumn } from '../relations/coded-column';
import { presentIn, type TableView } from './table-view';

/** Steps that write cells as most of their column is written. What is written otherwise may be of another kind, as a number of another country is. */
const ofForm: ReadonlySet<StepName> = new Set(['changeCase', 'parseDates', 'parseNumbers', 'reformatCells', 'stripUnits']);

const leastRows = 3;
const leastShare = 0.5;
/** How likely it may be that chance alone puts cells so close together in any of the groups that are looked at. */
const mostLikely = 1e-3;

/** Upper bound of the chance of `hits` or more among `trials` of a rate, after Chernoff. */
const chanceOf = (hits: number, trials: number, rate: number): number => {
  const share = hits / trials;
  if (share <= rate) return 1;
  const divergence = share * Math.log(share / rate) + (share === 1 ? 0 : (1 - share) * Math.log((1 - share) / (1 - rate)));
  return Math.exp(-trials * divergence);
};

/** Of rows that have a cell, those of each value of another column, and how many of them changed. */
const groupsOf = ({ codes, values }: CodedColumn, { codes: own }: CodedColumn, isChanged: Uint8Array) => {
  const groups = values.map((value) => ({ value, rows: 0, changed: 0 }));
  for (const [row, code] of codes.entries()) {
    const group = (own[row] ?? -1) < 0 ? undefined : groups[code];
    if (group === undefined) continue;
    group.rows += 1;
    group.changed += isChanged[row] ?? 0;
  }
  return groups;
};

/** A value of another column among whose rows the changed cells of a column are. */
export interface Telling {
  readonly position: number;
  readonly by: string;
  readonly value: string;
  readonly rows: number;
  readonly changed: number;
}

/** The value of another column that tells best which cells of a column change; undefined where none tells it. */
const tellingOf = (before: TableView, after: TableView, position: number): Telling | undefined => {
  const [was, is] = [before.column(position), after.column(position)];
  const isChanged = Uint8Array.from(was.codes, (code, row) => Number(was.values[code] !== is.values[is.codes[row] ?? -1]));
  const all = isChanged.reduce((sum, one) => sum + one, 0);
  if (all < leastRows) return undefined;
  const cells = presentIn(was);
  const found = before.columns
    .filter((other) => other.position !== position)
    .flatMap(({ position: other, name: by }) => {
      const groups = groupsOf(after.column(other), was, isChanged);
      return groups.flatMap(({ value, rows, changed }) => {
        if (changed < leastRows || changed < rows * leastShare || rows * 2 > cells) return [];
        const rate = (all - changed + 1) / (cells - rows + 2);
        return chanceOf(changed, rows, rate) * groups.length < mostLikely ? [{ position, by, value, rows, changed }] : [];
      });
    });
  return found.toSorted((a, b) => b.changed - a.changed)[0];
};

/**
 * For each column that a step of form changes, the value of another column that most of the changed cells go with, where one does beyond
 * chance: the cells are written otherwise because they are of another kind then, and not by a slip.
 * @param after the same rows, to which the step has been applied
 */
export const toldByOthers = (step: StepName, before: TableView, after: TableView, changed: ReadonlySet<number>): Telling[] =>
  !ofForm.has(step) || before.rows !== after.rows
    ? []
    : [...changed].flatMap((position) => (position < 0 ? [] : (tellingOf(before, after, position) ?? [])));

/** What is said of columns whose odd cells another column tells. @param nameOf a column's name by its position */
export const doubtOfTelling = (telling: readonly Telling[], nameOf: (position: number) => string) => ({
  why: telling
    .map(
      ({ position, by, value, rows, changed }) =>
        `${changed} of the ${rows} rows whose "${by}" is "${value}" have "${nameOf(position)}" in this form: it may belong to them.`,
    ) // prettier-ignore
    .join(' '),
  leftOut: `${telling.map(({ position }) => `"${nameOf(position)}"`).join(', ')} is left out: another column tells which cells are written otherwise.`,
});
