import { savedReferenceSchema } from '@millrace/contracts';
import * as z from 'zod';
import { parse } from '../http/parse';
import type { Services } from '../services';

/** A recipe as a caller has sent it, with one that is named by `saved` in its place. @throws Fault `not-found`, `invalid-recipe` */
export const resolveRecipe = async ({ recipes }: Pick<Services, 'recipes'>, tenantId: string, recipe: unknown): Promise<unknown> => {
  if (typeof recipe !== 'object' || recipe === null || !('saved' in recipe)) return recipe;
  const { saved, number } = parse(z.object({ recipe: savedReferenceSchema }), { recipe }).recipe;
  return (await recipes.get(tenantId, saved, number)).recipe;
};
