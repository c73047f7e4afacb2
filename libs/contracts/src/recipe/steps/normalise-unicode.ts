import * as z from 'zod';
import { columnsSchema } from '../columns';

/** Writes characters that can be written in several ways in one: a Unicode normal form (UAX #15). */
export const normaliseUnicode = z
  .object({ step: z.literal('normaliseUnicode'), columns: columnsSchema, form: z.enum(['NFC', 'NFKC']).default('NFC') })
  .strict();
