import { recipeSchema, type Recipe } from '@millrace/contracts';

/** For a run that names no recipe: only what is safe on any table. */
export const defaultRecipe = (): Recipe =>
  recipeSchema.parse({ name: 'default', steps: [{ step: 'trimWhitespace' }, { step: 'normaliseNulls' }, { step: 'dropDuplicates' }] });
