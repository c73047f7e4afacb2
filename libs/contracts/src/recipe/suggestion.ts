import * as z from 'zod';
import { recipeSchema, stepSchema } from './recipe';

/** Rows of a table that a suggestion is made from at most, in pieces spread over it. */
export const suggestionRows = 200_000;

/** A step that a table seems to need, with what speaks for it. */
export const suggestedStepSchema = z.object({
  step: stepSchema,
  /** Right without a second look; only such steps are in the suggested recipe. Others wait for a yes. */
  safe: z.boolean(),
  /** 0 to 1: of the least sure change that the step makes. */
  confidence: z.number().min(0).max(1),
  /** What was counted, in sentences. */
  evidence: z.array(z.string()),
  /** Cells that the step changes where the steps before it have been applied; of a table that was sampled, scaled up. */
  expectedChanges: z.number().int().nonnegative(),
  /** Rows that it sets aside. */
  expectedRows: z.number().int().nonnegative(),
  /** Up to five changes; of rows that leave, none. */
  examples: z.array(
    z.object({
      /** 0-based data row of the input. */
      row: z.number().int().nonnegative(),
      column: z.string(),
      before: z.string().nullable(),
      after: z.string().nullable(),
    }),
  ),
});
export type SuggestedStep = z.output<typeof suggestedStepSchema>;

/** A recipe found by looking at a table alone. */
export const suggestionSchema = z.object({
  schema: z.literal('millrace.suggestion/1'),
  /** Data rows of the table, and how many of them were looked at. */
  rows: z.number().int().nonnegative(),
  rowsLookedAt: z.number().int().nonnegative(),
  /** The safe steps, in order. */
  recipe: recipeSchema,
  steps: z.array(suggestedStepSchema),
});
export type Suggestion = z.output<typeof suggestionSchema>;
