import { defaultRecipe, Fault, manifestSchema, recipeSchema, stepOfIssue, type Manifest, type Recipe } from '@millrace/contracts';
import { readFile } from 'node:fs/promises';
import type * as z from 'zod';

const reasons = ({ issues }: z.ZodError, json: unknown): string =>
  issues.map(({ path: at, message }) => `${stepOfIssue(at, json)?.said ?? at.join('.')}: ${message}`).join('; ');

/** A recipe, and the manifest that it stands in, whose bytes must come out again. */
export interface ChosenRecipe {
  readonly recipe: Recipe;
  readonly manifest: Manifest | null;
  /** The recipe as it stands there, without the defaults of its steps. */
  readonly asWritten: unknown;
}

/**
 * Reads a recipe, or a manifest; without a path, the default recipe.
 * @throws Fault `invalid-recipe` with each place that is wrong, `not-found` where there is no file
 */
export const readRecipe = async (path: string | null): Promise<ChosenRecipe> => {
  if (path === null) return { recipe: defaultRecipe(), manifest: null, asWritten: defaultRecipe() };
  const text = await readFile(path, 'utf8').catch(() => {
    throw new Fault('not-found', `There is no recipe ${path}.`, { advice: 'Check its path.' });
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Fault('invalid-recipe', `${path} is not JSON.`);
  }
  const isManifest = typeof json === 'object' && json !== null && 'schema' in json && json.schema === 'millrace.manifest/1';
  if (isManifest) {
    const parsed = manifestSchema.safeParse(json);
    if (!parsed.success) throw new Fault('invalid-recipe', reasons(parsed.error, json));
    return { recipe: parsed.data.recipe, manifest: parsed.data, asWritten: parsed.data.recipe };
  }
  const parsed = recipeSchema.safeParse(json);
  if (!parsed.success) throw new Fault('invalid-recipe', reasons(parsed.error, json));
  return { recipe: parsed.data, manifest: null, asWritten: json };
};
