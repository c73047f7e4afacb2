import type { DecidedChanges, Recipe, Step } from '@millrace/contracts';
import { HiddenColumns } from './hidden-columns';
import type { StepColumn } from './step';

/**
 * A recipe that first does what people have decided on suggested changes. Decisions on rows that are known by columns that the table does
 * not have are passed over, and so are those that would have the recipe tell of columns that it hides.
 * @param columns of the table
 */
export const obeyDecisions = (recipe: Recipe, columns: readonly StepColumn[], decided: readonly DecidedChanges[]): Recipe => {
  const hidden = HiddenColumns.of(recipe, columns).namesAmong(columns);
  const isThere = (name: string): boolean => !hidden.has(name) && columns.some((column) => column.name === name);
  const steps = decided.flatMap(({ columns: identifiedBy, cells }): Step[] => {
    const known = cells.filter(({ column }) => isThere(column));
    return known.length > 0 && identifiedBy.every(isThere) ? [{ step: 'correctCells', identifiedBy, cells: known }] : [];
  });
  return steps.length === 0 ? recipe : { ...recipe, steps: [...steps, ...recipe.steps] };
};
