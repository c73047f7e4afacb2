import { columnsMadeBy, Fault, namesMissing, unknownColumns } from '@millrace/contracts';
import { columnsOf } from '../datasets/columns-of';
import { idParameterSchema } from '../http/page-query';
import { parse } from '../http/parse';
import { callerOf, type ApiRequest } from '../http/request';
import { storedRecipe } from '../runs/stored-recipe';
import type { Services } from '../services';
import type { ChangesQuery } from './page-changes';

/**
 * Refuses a filter by a column that neither the table had nor the recipe has made, and by a step that the recipe did not have: no change
 * could be of them, and who names them has mistaken it. What the run has not kept is not asked.
 * @throws Fault `unknown-column`, `not-in-change-log`, `not-found` for a run that is not there
 */
export const assertChangeable = async (
  { runs, datasets, storage }: Services,
  { column, step }: Pick<ChangesQuery, 'column' | 'step'>,
  parameters: unknown,
  request: ApiRequest,
): Promise<void> => {
  if (column === undefined && step === undefined) return;
  const { id, versionId } = await runs.get(callerOf(request).tenantId, parse(idParameterSchema, parameters).id);
  const columns = column === undefined ? null : columnsOf(await datasets.source(versionId));
  if (step === undefined && (columns === null || namesMissing([column], columns).length === 0)) return;
  const recipe = await storedRecipe(storage, await runs.artefacts(callerOf(request).tenantId, id));
  if (recipe === null) return;
  const { steps } = recipe;
  if (step !== undefined && step >= steps.length)
    throw new Fault('not-in-change-log', `There is no step ${step}; the recipe has ${steps.length}, counted from 0.`, {
      advice: steps.length === 0 ? 'Ask for changes by no step.' : `Ask for one of the steps 0 to ${steps.length - 1}.`,
      place: { step },
    });
  if (columns === null) return;
  const known = [...columns, ...steps.flatMap(columnsMadeBy)];
  const [first, ...others] = namesMissing([column], known);
  if (first !== undefined) throw unknownColumns('The filter, by the names before the cleansing,', [first, ...others], known);
};
