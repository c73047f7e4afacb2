import * as z from 'zod';
import { columnsSchema } from '../columns';

/** Tokens taken for "no value" where a recipe names none. Compared after trimming, without case. */
export const defaultNullTokens = ['', 'null', 'nil', 'none', 'na', 'n/a', '#n/a', 'nan', '-', '--', '?', '(null)', '\\n'];

/** Replaces tokens that mean "no value" by an absent cell. */
export const normaliseNulls = z
  .object({ step: z.literal('normaliseNulls'), columns: columnsSchema, tokens: z.array(z.string()).min(1).default(defaultNullTokens) })
  .strict();
