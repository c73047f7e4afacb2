import * as z from 'zod';
import { chosenColumnsSchema } from '../columns';

/**
 * Makes sources that tell of the same thing agree: rows with the same `key` are what different `source`s say of it, and a cell that is absent
 * or contradicts what nearly all of them say becomes that. Sources count by their `weights`, 1 where they have none; one that is named in
 * `apart` tells something else in that column and neither votes nor is changed. Where `threshold` of the weight and most of the sources do
 * not agree, nothing is changed. A selector takes neither `key` nor `source`.
 */
export const reconcileSources = z
  .object({
    step: z.literal('reconcileSources'),
    key: z.string(),
    source: z.string(),
    columns: chosenColumnsSchema,
    weights: z.record(z.string(), z.number().min(0).max(100)).default({}),
    /** By column. */
    apart: z.record(z.string(), z.array(z.string())).default({}),
    threshold: z.number().min(0.5).max(1).default(0.8),
  })
  .strict()
  .refine(({ key, source, columns }) => {
    const names = Array.isArray(columns) ? columns : [];
    return new Set([key, source, ...names]).size === names.length + 2;
  }, 'key, source and columns differ');
