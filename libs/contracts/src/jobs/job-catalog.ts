import * as z from 'zod';
import { compareParametersSchema } from '../compare/compare-options';
import { profileOptionsSchema } from '../profile/profile-options';
import { contractSchema } from '../rules/contract';
import { chosenRecipeSchema } from '../recipe/recipe';

/**
 * Every kind of job: the queue that carries it and the schema of its parameters.
 * Parameters carry ids and options, never rows or cells.
 */
export const jobCatalog = {
  'dataset.profile': {
    lane: 'data',
    runKind: 'profile',
    parameters: profileOptionsSchema.extend({ contract: contractSchema.optional() }).strip(),
  },
  'dataset.suggest': { lane: 'data', runKind: 'suggest', parameters: z.object({}).loose() },
  'dataset.cleanse': { lane: 'data', runKind: 'cleanse', parameters: z.object({ recipe: chosenRecipeSchema }) },
  'dataset.compare': { lane: 'data', runKind: 'compare', parameters: compareParametersSchema },
  'dataset.explain': { lane: 'agent', runKind: 'explain', parameters: z.object({}).loose() },
} as const;

export type JobKind = keyof typeof jobCatalog;
export const jobKinds = Object.keys(jobCatalog) as [JobKind, ...JobKind[]];
export const jobKindSchema = z.enum(jobKinds);

/** In the order in which a chain has them. */
export const runKinds = ['profile', 'suggest', 'cleanse', 'compare', 'explain'] as const;
export const runKindSchema = z.enum(runKinds);
export type RunKind = z.infer<typeof runKindSchema>;

export const jobKindOf: { readonly [K in RunKind]: JobKind } = {
  profile: 'dataset.profile',
  suggest: 'dataset.suggest',
  cleanse: 'dataset.cleanse',
  compare: 'dataset.compare',
  explain: 'dataset.explain',
};
