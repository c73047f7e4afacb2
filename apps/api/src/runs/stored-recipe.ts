import { recipeSchema, type Recipe } from '@millrace/contracts';
import type { StoredArtefact } from '@millrace/database';
import type { ObjectStore } from '@millrace/storage';
import * as z from 'zod';

/** Bytes that are read while a caller waits. */
const mostBytes = 4 * 1024 * 1024;
const withRecipeSchema = z.object({ recipe: recipeSchema });

/**
 * The recipe that a run went by, as it kept it: in the manifest of a cleansing, or in a preview.
 * @returns null where it kept none, one too large to be read meanwhile, or one that is taken no more
 */
export const storedRecipe = async (
  storage: ObjectStore,
  artefacts: readonly Pick<StoredArtefact, 'kind' | 'objectKey' | 'bytes'>[],
): Promise<Recipe | null> => {
  const found = artefacts.find(({ kind }) => kind === 'manifest') ?? artefacts.find(({ kind }) => kind === 'preview');
  if (found === undefined || found.bytes > mostBytes) return null;
  const { stream } = await storage.get(found.objectKey);
  const text = Buffer.concat((await stream.toArray()) as Buffer[]).toString('utf8');
  return withRecipeSchema.safeParse(JSON.parse(text)).data?.recipe ?? null;
};
