import { defaultRecipe, manifestSchema, recipeSchema, type Manifest, type Recipe } from '@millrace/contracts';
import * as z from 'zod';
import { parse } from '../http/parse';

/** How a run cleanses: by a recipe, and where it was told by a manifest, so that the same bytes come out. */
export interface ChosenRecipe {
  readonly recipe: Recipe | 'suggested';
  readonly manifest?: Manifest;
}

const isManifest = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'schema' in value && value.schema === 'millrace.manifest/1';

/**
 * A recipe as a caller names it: itself, `suggested`, or a manifest; left out, the default one.
 * @throws Fault `invalid-recipe`, `unknown-step`
 */
export const chosenRecipe = (recipe: unknown): ChosenRecipe => {
  if (recipe === undefined) return { recipe: defaultRecipe() };
  if (recipe === 'suggested') return { recipe };
  if (!isManifest(recipe)) return { recipe: parse(z.object({ recipe: recipeSchema }), { recipe }).recipe };
  const manifest = parse(z.object({ recipe: manifestSchema }), { recipe }).recipe;
  return { recipe: manifest.recipe, manifest };
};
