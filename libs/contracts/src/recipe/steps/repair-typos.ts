import * as z from 'zod';
import { chosenColumnsSchema } from '../columns';
import { markSchema } from './repair-by-dependency';

/** Corrects rare values and words that look like a slip of frequent ones of the same column, surely enough for `threshold`; values of `except` are none. */
export const repairTypos = z
  .object({
    step: z.literal('repairTypos'),
    columns: chosenColumnsSchema,
    mark: markSchema.optional(),
    except: z.array(z.string().max(1000)).max(10_000).optional(),
    threshold: z.number().min(0.5).max(1).default(0.95),
  })
  .strict();
