import * as z from 'zod';
import { columnsSchema } from '../columns';

/**
 * Writes dates such as 13/02/2024 (with `/`, `.` or `-`) as 2024-02-13; a time that follows stays as it is. The whole column is read in
 * one order; a date that the order makes impossible stays as it is.
 */
export const parseDates = z
  .object({ step: z.literal('parseDates'), columns: columnsSchema.unwrap(), order: z.enum(['dayFirst', 'monthFirst']) })
  .strict();
