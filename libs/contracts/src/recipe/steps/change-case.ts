import * as z from 'zod';
import { chosenColumnsSchema } from '../columns';

/** Changes the case of letters. `oneCase` touches only cells whose letters are all of the other case, `all` every cell. */
export const changeCase = z
  .object({
    step: z.literal('changeCase'),
    columns: chosenColumnsSchema,
    to: z.enum(['lower', 'upper']),
    only: z.enum(['oneCase', 'all']).default('all'),
  })
  .strict();
