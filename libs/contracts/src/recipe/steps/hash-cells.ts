import * as z from 'zod';
import { chosenColumnsSchema } from '../columns';

/**
 * Writes cells as a code that cannot be turned back without the key: HMAC-SHA-256, the first 24 hexadecimal digits, and 8 more by which a code
 * is known from other texts. The same text gives the same code under one key, so that tables can still be joined. Nothing keeps the texts as
 * they were, unless the recipe says `keepHidden`.
 */
export const hashCells = z
  .object({ step: z.literal('hashCells'), columns: chosenColumnsSchema, key: z.string().min(16).max(1000) })
  .strict();
