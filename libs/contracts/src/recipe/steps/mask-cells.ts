import * as z from 'zod';
import { chosenColumnsSchema } from '../columns';

/**
 * Writes letters and digits as `*`, but for the last `keep` of them, and all where a cell has no more than that; other signs stay, so that the
 * form can still be seen. Nothing keeps the cells as they were, unless the recipe says `keepHidden`.
 */
export const maskCells = z
  .object({ step: z.literal('maskCells'), columns: chosenColumnsSchema, keep: z.number().int().min(0).max(20).default(0) })
  .strict();
