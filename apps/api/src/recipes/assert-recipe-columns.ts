import { changesLayout, columnsToldBy, namesMissing, unknownColumns } from '@millrace/contracts';
import type { VersionSource } from '@millrace/database';
import { columnsOf } from '../datasets/columns-of';
import { chosenRecipe } from '../runs/chosen-recipe';

/**
 * Refuses a recipe whose steps name columns that the version does not have, where that can be told before it runs: the version was read
 * before, and no step changes which columns there are. Others fail when they run, before their first step.
 * @param recipe as a caller names it, saved ones resolved
 * @throws Fault `unknown-column` with the step's place; `invalid-recipe`, `unknown-step`
 */
export const assertRecipeColumns = (recipe: unknown, version: Pick<VersionSource, 'ingest'>): void => {
  const chosen = chosenRecipe(recipe).recipe;
  const columns = columnsOf(version);
  if (chosen === 'suggested' || columns === null || changesLayout(chosen.steps)) return;
  for (const [at, step] of chosen.steps.entries()) {
    const [first, ...others] = namesMissing(columnsToldBy(step), columns);
    if (first !== undefined) throw unknownColumns(`steps[${at}] (${step.step})`, [first, ...others], columns, { step: at });
  }
};
