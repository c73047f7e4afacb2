import * as z from 'zod';
import { instantSchema } from '../ids';
import { recipeSchema } from './recipe';

/** What a saved recipe is called within its tenant. */
export const recipeNameSchema = z
  .string()
  .regex(/^\w[\w .-]{0,99}$/, 'must begin with a letter, digit or underscore, and go on with these, blanks, dots and hyphens, 100 at most');
const number = z.number().int().positive();

/** A saved recipe as a run names it: by its newest version, or by a number. */
export const savedReferenceSchema = z.object({ saved: recipeNameSchema, number: number.optional() }).strict();

/** One version of a recipe that a tenant has saved. Versions count up from 1 and stay as they are. */
export const savedRecipeSchema = z.object({ name: recipeNameSchema, number, recipe: recipeSchema, createdAt: instantSchema });
export type SavedRecipe = z.output<typeof savedRecipeSchema>;

const place = z.number().int().nonnegative();

/** What has become of each step from one version to another, in order; steps are told by their places in both. */
export const recipeDiffSchema = z.object({
  name: recipeNameSchema,
  from: number,
  to: number,
  isSame: z.boolean(),
  /** `limits` differ, or the recipe's own name does. */
  limitsChanged: z.boolean(),
  steps: z.array(
    z.object({
      change: z.enum(['same', 'changed', 'added', 'removed']),
      stepName: z.string(),
      from: place.nullable(),
      to: place.nullable(),
      /** Of a changed one. */
      parameters: z.array(z.object({ parameter: z.string(), before: z.json().optional(), after: z.json().optional() })),
    }),
  ),
});
export type RecipeDiff = z.output<typeof recipeDiffSchema>;
