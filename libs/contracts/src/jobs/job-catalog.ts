import { z } from 'zod';
import { recipeSchema } from '../recipe/recipe';

/**
 * Every kind of job: the queue that carries it and the schema of its parameters.
 * Parameters carry ids and options, never rows or cells.
 */
export const jobCatalog = {
  'dataset.profile': { lane: 'data', runKind: 'profile', parameters: z.object({}).loose() },
  'dataset.cleanse': { lane: 'data', runKind: 'cleanse', parameters: z.object({ recipe: recipeSchema }) },
  'dataset.explain': { lane: 'agent', runKind: 'explain', parameters: z.object({}).loose() },
} as const;

export type JobKind = keyof typeof jobCatalog;
export const jobKinds = Object.keys(jobCatalog) as [JobKind, ...JobKind[]];
export const jobKindSchema = z.enum(jobKinds);

export const runKinds = ['profile', 'cleanse', 'explain'] as const;
export const runKindSchema = z.enum(runKinds);
export type RunKind = z.infer<typeof runKindSchema>;

export const jobKindOf: { readonly [K in RunKind]: JobKind } = {
  profile: 'dataset.profile',
  cleanse: 'dataset.cleanse',
  explain: 'dataset.explain',
};
