import { mayTake, othersNamedBy, selectorOf, selectsByCells, selectsMore, type ColumnSelector, type Step } from '@millrace/contracts';
import { columnNamed } from '../columns-of-step';
import { simulate } from '../plan-steps';
import { namesAdded, resolver } from '../settle/own-output';
import type { StepColumn } from '../step';
import type { ColumnFact, ColumnFacts } from './column-facts';
import type { Selection, TakeNow } from './taken-columns';

const hasAny = <T>(wanted: readonly T[] | undefined, has: ReadonlySet<T> | undefined): boolean =>
  wanted === undefined || wanted.some((one) => has?.has(one) === true);

/** Whether a column of some names meets what a selector asks for beside names. */
const meets = (selector: ColumnSelector, names: readonly string[], fact: ColumnFact | undefined): boolean => {
  const { matching, kinds, semanticTypes } = selector;
  if (!selectsMore(selector)) return false;
  const fits = matching === undefined || names.some((name) => mayTake({ matching }, name));
  return fits && hasAny(kinds, fact?.kinds) && hasAny(semanticTypes, fact?.semanticTypes);
};

/** Of a table whose cells nobody has looked at: no column is of any kind. */
export const nothingKnown: ColumnFacts = new Map();

/** Names that a recipe's own steps give. */
const namesGiven = (steps: readonly Step[]): Set<string> =>
  new Set(steps.flatMap((step) => [...namesAdded(step), ...(step.step === 'renameColumns' ? Object.values(step.names ?? {}) : [])]));

/**
 * Which columns the selectors of a recipe take: by the names that columns have when the step runs, and by what else is known of them.
 * @param columns of the table, as it comes
 * @param facts of its columns and of those that the recipe adds; null where nobody has looked at the cells
 * @throws Fault `unknown-column` for a name that is not there
 */
export const selectColumns = (steps: readonly Step[], columns: readonly StepColumn[], facts: ColumnFacts | null): Selection => {
  const selection = new Map<number, readonly string[]>();
  const given = namesGiven(steps);
  const take: TakeNow = (selector, step, at, { now, every }) => {
    const [who, present] = [`steps[${at}] (${step.step})`, new Set(now.map(({ name }) => name))];
    if (facts === null && selectsByCells(selector)) throw new TypeError(`nobody has looked what ${who} selects`);
    const resolve = resolver(steps.slice(0, at), steps.slice(at + 1), present);
    const isDropping = step.step === 'dropColumns' || step.step === 'dropSparseColumns';
    const wanted = (selector.names ?? []).filter((name) => present.has(name) || !isDropping);
    const named = wanted.flatMap((name) => resolve(name) ?? []).map((name) => columnNamed(name, who, now, at));
    const except = new Set([...(selector.except ?? []), ...othersNamedBy(step)].flatMap((name) => resolve(name) ?? []));
    for (const name of except) if (!given.has(name)) columnNamed(name, who, now, at);
    const firstNames = new Map(every.map(({ position, name }) => [position, name]));
    const firstOf = ({ position }: StepColumn): string => firstNames.get(position) ?? '';
    const isTaken = (names: readonly string[], first: string): boolean => {
      const fact = facts?.get(first);
      const all = [...names, ...(fact?.names ?? [])];
      return !all.some((name) => except.has(name)) && meets(selector, all, fact);
    };
    const others = now.filter((column) => !named.includes(column) && isTaken([column.name], firstOf(column)));
    const known = new Set(firstNames.values());
    const added = [...(facts?.keys() ?? [])].filter((first) => !known.has(first) && isTaken([first], first));
    const taken = [...named.filter(({ name }) => !except.has(name)), ...others];
    selection.set(at, [...taken.map(firstOf), ...added]);
    return taken.map(({ name }) => name);
  };
  simulate(steps, columns, [], take);
  return selection;
};

export const isSameSelection = (one: Selection, other: Selection): boolean => JSON.stringify([...one]) === JSON.stringify([...other]);

/** Whether any step of a recipe has a selector, and whether cells have to be looked at for one. */
export const selectsAny = (steps: readonly Step[]): boolean => steps.some((step) => selectorOf(step) !== undefined);
export const looksAtCells = (steps: readonly Step[]): boolean =>
  steps.some((step) => {
    const selector = selectorOf(step);
    return selector !== undefined && selectsByCells(selector);
  });
