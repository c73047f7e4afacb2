import { goesByContract, inlineContract, savedReferenceSchema } from '@millrace/contracts';
import * as z from 'zod';
import { parse } from '../http/parse';
import type { Services } from '../services';

const named = async ({ recipes }: Pick<Services, 'recipes'>, tenantId: string, recipe: unknown): Promise<unknown> => {
  if (typeof recipe !== 'object' || recipe === null || !('saved' in recipe)) return recipe;
  const { saved, number } = parse(z.object({ recipe: savedReferenceSchema }), { recipe }).recipe;
  return (await recipes.get(tenantId, saved, number)).recipe;
};

/**
 * A recipe as a caller has sent it, with one that is named by `saved` in its place, and the rules of the dataset's contract, as they are now,
 * in the steps that go by it.
 * @param datasetId undefined for a dataset that is still to be made, which has no contract
 * @throws Fault `not-found`, `invalid-recipe`
 */
export const resolveRecipe = async (
  services: Pick<Services, 'recipes' | 'contracts'>,
  { tenantId, datasetId }: { readonly tenantId: string; readonly datasetId: string | undefined },
  recipe: unknown,
): Promise<unknown> => {
  const found = await named(services, tenantId, recipe);
  if (!goesByContract(found)) return found;
  return inlineContract(found, datasetId === undefined ? null : await services.contracts.latest(tenantId, datasetId));
};
