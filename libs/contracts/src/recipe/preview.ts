import * as z from 'zod';
import { failureSchema } from '../faults/fault';
import { columnProfileSchema } from '../profile/profile';
import { recipeSchema } from './recipe';
import { stepNames } from './step-registry';

const count = z.number().int().nonnegative();
const cell = z.string().nullable();

/** How much of a table a preview looks at: so many rows, taken in pieces that are spread over it, or the whole. */
export const previewSampleSchema = z.union([z.literal('whole'), z.number().int().min(1).max(1_000_000)]);
export type PreviewSample = z.output<typeof previewSampleSchema>;
/** Of a preview that asks for no other. */
export const defaultPreviewSample = 10_000;

/** Where a preview stands in a sweep. */
export const sweptSchema = z.object({ step: count, parameter: z.string(), value: z.json() });
export type Swept = z.output<typeof sweptSchema>;

export const previewedStepSchema = z.object({
  stepName: z.enum(stepNames as [string, ...string[]]),
  /** Cells that the step changes, of how many rows, and by column, the most changed first. */
  changedCells: count,
  changedRows: count,
  columns: z.array(z.object({ column: z.string(), changedCells: count })),
  /** Rows that it sets aside. */
  removedRows: count,
  /** What it would also do if its `threshold` were one half, and does not: cells, or rows that leave. */
  suggestions: count,
  /** Of the least sure change; null where it changes nothing. */
  confidence: z.number().min(0).max(1).nullable(),
  /** What it does to the columns of the table. */
  added: z.array(z.string()),
  dropped: z.array(z.string()),
  renamed: z.array(z.object({ from: z.string(), to: z.string() })),
  /** Up to five changes that differ, those that most cells share first. */
  examples: z.array(
    z.object({
      /** 0-based data row of the input, the first of them. */
      row: count,
      column: z.string(),
      before: cell,
      after: cell,
      confidence: z.number().min(0).max(1),
      reason: z.string(),
      /** Cells that the step changes in just this way. */
      cells: count,
    }),
  ),
  /** Up to five suggestions. */
  suggested: z.array(z.object({ row: count, column: z.string(), before: cell, after: cell, confidence: z.number(), reason: z.string() })),
  /** Up to five rows that it sets aside, with the cells of at most twenty columns. */
  removed: z.array(z.object({ row: count, reason: z.string(), cells: z.record(z.string(), cell) })),
  milliseconds: z.number().nonnegative(),
});
export type PreviewedStep = z.output<typeof previewedStepSchema>;

/** A column as a profile of the rows that were looked at describes it. */
const summarySchema = columnProfileSchema.pick({ name: true, kind: true, metrics: true, top: true });
export type ColumnSummary = z.output<typeof summarySchema>;

/** What a recipe would do to a table. Counts are of the rows that were looked at. */
export const previewSchema = z.object({
  schema: z.literal('millrace.preview/1'),
  /** Data rows of the table, and how many of them were looked at. */
  rows: count,
  rowsLookedAt: count,
  recipe: recipeSchema,
  /** In order; those after one that breaks an invariant are missing. */
  steps: z.array(previewedStepSchema),
  changedCells: count,
  changedRows: count,
  removedRows: count,
  rowsOut: count,
  suggestions: count,
  /** Columns that are touched, the most changed first, at most a hundred; null where there is none before, or after. */
  columns: z.array(z.object({ changedCells: count, before: summarySchema.nullable(), after: summarySchema.nullable() })),
  /** Touched columns beyond those. */
  columnsLeftOut: count,
  /** Why a run by this recipe would fail; null where it would not, so far as these rows tell. */
  broken: failureSchema.nullable(),
  /** What the recipe would cost on the whole table. */
  cost: z.object({
    /** Of steps, checks and writing, on this machine; of a sample, by how the time grows with rows. */
    seconds: z.number().nonnegative(),
    /** Of the process, at its peak; null where nothing tells. */
    memoryBytes: count.nullable(),
    outputBytes: count,
  }),
  /** Set where the preview is one of a sweep. */
  swept: sweptSchema.optional(),
});
export type Preview = z.output<typeof previewSchema>;
