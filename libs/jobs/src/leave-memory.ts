import { holdsColumns, jobCatalog, leastCleanseBytes, type JobKind } from '@millrace/contracts';
import { keptInMemory, outOfCoreCleanseBytes } from './inspect/cleanse-lane';
import { outOfCoreWithin } from './inspect/estimate-need';
import { reserving, type Need } from './need';

/**
 * What a job reserves out of core that has run out of the memory of the largest worker, as it was estimated too low; null for one that was
 * out of core already, was to stay in memory, or has a step that compares all rows. A step that holds whole columns gets all there is.
 */
export const leaveMemory = (kind: JobKind, parameters: unknown, largestBudget: number): Need | null => {
  if (kind === 'dataset.profile') {
    const { lane = 'auto' } = jobCatalog[kind].parameters.parse(parameters);
    return lane === 'auto' ? outOfCoreWithin(largestBudget) : null;
  }
  if (kind !== 'dataset.cleanse' || largestBudget < leastCleanseBytes) return null;
  const { lane = 'auto', recipe } = jobCatalog[kind].parameters.parse(parameters);
  if (lane !== 'auto') return null;
  if (recipe === 'suggested') return reserving(largestBudget);
  if (keptInMemory(recipe.steps) !== null) return null;
  return reserving(recipe.steps.some(holdsColumns) ? largestBudget : Math.min(largestBudget, outOfCoreCleanseBytes));
};
