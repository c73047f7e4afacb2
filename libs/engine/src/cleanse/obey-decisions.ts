import { mayTake, selectorOf, type DecidedChanges, type Recipe, type Step } from '@millrace/contracts';
import { HiddenColumns, isHiding } from './hidden-columns';
import { namesEver } from './layout';
import { columnsMade } from './plan-steps';
import { nothingKnown, selectColumns } from './select/select-columns';
import { withTaken } from './select/taken-columns';
import type { StepColumn } from './step';

/** The names of columns that a recipe hides, or may, for what their cells are. */
const hiddenBy = (recipe: Recipe, columns: readonly StepColumn[]): Set<string> => {
  const taken = { ...recipe, steps: withTaken(recipe.steps, selectColumns(recipe.steps, columns, nothingKnown)) };
  const hidden = HiddenColumns.of(taken, columns).namesAmong(columns);
  const layout = columnsMade(taken.steps, columns);
  const selectors = recipe.steps.flatMap((step) => (isHiding(step) ? (selectorOf(step) ?? []) : []));
  const mayHide = (column: StepColumn) => namesEver(column, layout).some((name) => selectors.some((one) => mayTake(one, name)));
  const may = columns.filter(mayHide).map(({ name }) => name);
  return recipe.keepHidden === true ? hidden : new Set([...hidden, ...may]);
};

/**
 * A recipe that first does what people have decided on suggested changes. Decisions on rows that are known by columns that the table does
 * not have are passed over, and so are those that would have the recipe tell of columns that it hides.
 * @param columns of the table
 */
export const obeyDecisions = (recipe: Recipe, columns: readonly StepColumn[], decided: readonly DecidedChanges[]): Recipe => {
  const hidden = hiddenBy(recipe, columns);
  const isThere = (name: string): boolean => !hidden.has(name) && columns.some((column) => column.name === name);
  const steps = decided.flatMap(({ columns: identifiedBy, cells }): Step[] => {
    const known = cells.filter(({ column }) => isThere(column));
    return known.length > 0 && identifiedBy.every(isThere) ? [{ step: 'correctCells', identifiedBy, cells: known }] : [];
  });
  return steps.length === 0 ? recipe : { ...recipe, steps: [...steps, ...recipe.steps] };
};
