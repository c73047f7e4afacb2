import * as z from 'zod';
import { chosenColumnsSchema } from '../columns';

/**
 * Writes dates such as 13/02/2024 (with `/`, `.` or `-`) and those with the English name of a month (`13 Feb 2024`, `February 13th, 2024`) as
 * 2024-02-13; a time that follows stays as it is. The whole column is read in one order; a date that the order makes impossible stays as it
 * is. With the order `named` only names of months are read. Years of two digits are read only where `shortYears` says so: they are the last of which the end is not beyond it (with 2040, 41 is
 * 1941 and 40 is 2040).
 */
export const parseDates = z
  .object({
    step: z.literal('parseDates'),
    columns: chosenColumnsSchema,
    order: z.enum(['dayFirst', 'monthFirst', 'named']),
    shortYears: z.number().int().min(1000).max(9998).optional(),
  })
  .strict();
