import { selectorOf, type ColumnSelector, type Step } from '@millrace/contracts';
import type { StepColumn } from '../step';

/** By place of a step in its recipe: the first names of the columns that its selector takes, those included that are yet to be added. */
export type Selection = ReadonlyMap<number, readonly string[]>;

/** A selector that is told what it takes. */
interface TakenColumns extends ColumnSelector {
  readonly taken: readonly string[];
}

/** The columns of a table when a step runs: those that are there, by their names then, and all that ever were, by their first ones. */
interface ColumnsThen {
  readonly now: readonly StepColumn[];
  readonly every: readonly StepColumn[];
}

/** The names, as they are when the step runs, of the columns that its selector takes. */
export type TakeNow = (selector: ColumnSelector, step: Step, at: number, columns: ColumnsThen) => readonly string[];

/** What a selector was told that it takes, as far as it is there. */
export const takenNow: TakeNow = (selector, { step }, at, { now, every }) => {
  if (!('taken' in selector)) throw new TypeError(`steps[${at}] (${step}) was not told what its selector takes`);
  const { taken } = selector as TakenColumns;
  const [positions, names] = [new Map(every.map(({ name, position }) => [name, position])), new Map(now.map(({ name, position }) => [position, name]))]; // prettier-ignore
  return taken.flatMap((first) => names.get(positions.get(first) ?? -1) ?? []);
};

/** Steps whose selectors are told what they take. */
export const withTaken = (steps: readonly Step[], selection: Selection): Step[] =>
  steps.map((step, at) => {
    const selector = selectorOf(step);
    if (selector === undefined) return step;
    const columns: TakenColumns = { ...selector, taken: selection.get(at) ?? [] };
    return { ...step, columns } as Step;
  });
