import * as z from 'zod';
import { compareParametersSchema } from '../compare/compare-options';
import { laneSchema } from '../profile/lane';
import { profileOptionsSchema } from '../profile/profile-options';
import { contractSchema } from '../rules/contract';
import { cleanseOptionsSchema, hidingSchema } from '../recipe/cleanse-options';
import { chosenRecipeSchema } from '../recipe/recipe';
import { matchOptionsSchema } from '../recipe/match';
import { mergeOptionsSchema } from '../recipe/survivorship';
import { previewSampleSchema, sweptSchema } from '../recipe/preview';
import { manifestSchema } from '../recipe/manifest';
import { outputFormatSchema } from '../recipe/output';
import { undoSelectionSchema } from '../recipe/undo';

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
  'dataset.cleanse': {
    lane: 'data',
    runKind: 'cleanse',
    parameters: cleanseOptionsSchema
      .extend({
        /** Left out: in memory, as it was planned, and out of core where it runs out of that; `auto`: as the process finds when it is there. */
        lane: laneSchema.optional(),
        recipe: chosenRecipeSchema,
        hiding: hidingSchema.optional(),
        /** A form in which the table is written besides its own. */
        output: outputFormatSchema.optional(),
        /** What must come out again. */
        manifest: manifestSchema.optional(),
      })
      .strip(),
  },
  'dataset.preview': {
    lane: 'data',
    runKind: 'preview',
    parameters: z.object({
      recipe: chosenRecipeSchema,
      sample: previewSampleSchema,
      /** Bytes that a cleansing of the table is thought to take; null where nothing tells. */
      plannedBytes: z.number().int().nonnegative().nullable(),
      /** What of the recipe is tried, of a sweep. */
      swept: sweptSchema.optional(),
    }),
  },
  'dataset.match': { lane: 'data', runKind: 'match', parameters: matchOptionsSchema },
  'dataset.merge': {
    lane: 'data',
    runKind: 'merge',
    /** The object key of the groups that a match has left. */
    parameters: z.object({ clustersKey: z.string(), merge: mergeOptionsSchema }),
  },
  'dataset.undo': {
    lane: 'data',
    runKind: 'undo',
    /** Object keys of what a cleansing has left. */
    parameters: z.object({ cleansedKey: z.string(), changeLogKey: z.string(), selection: undoSelectionSchema }),
  },
  'dataset.compare': { lane: 'data', runKind: 'compare', parameters: compareParametersSchema },
  'dataset.explain': { lane: 'agent', runKind: 'explain', parameters: z.object({}).loose() },
} as const;

export type JobKind = keyof typeof jobCatalog;
export const jobKinds = Object.keys(jobCatalog) as [JobKind, ...JobKind[]];
export const jobKindSchema = z.enum(jobKinds);

/** In the order in which a chain has them. */
export const chainKinds = ['profile', 'suggest', 'cleanse', 'compare', 'explain'] as const;
export const chainKindSchema = z.enum(chainKinds);
/** `undo` is a run of its own, of a run that has cleansed; `preview` one that publishes nothing; `sweep` several previews side by side; `match` one that tells which rows are the same; `merge` one that makes golden records of them. */
export const runKinds = [...chainKinds, 'undo', 'preview', 'sweep', 'match', 'merge'] as const;
export const runKindSchema = z.enum(runKinds);
export type RunKind = z.infer<typeof runKindSchema>;

export const jobKindOf: { readonly [K in RunKind]: JobKind } = {
  profile: 'dataset.profile',
  suggest: 'dataset.suggest',
  cleanse: 'dataset.cleanse',
  undo: 'dataset.undo',
  preview: 'dataset.preview',
  sweep: 'dataset.preview',
  match: 'dataset.match',
  merge: 'dataset.merge',
  compare: 'dataset.compare',
  explain: 'dataset.explain',
};
