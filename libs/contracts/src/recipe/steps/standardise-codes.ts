import * as z from 'zod';
import { chosenColumnsSchema } from '../columns';

/**
 * Writes codes in the one form of their standard: `country` as ISO 3166-1 alpha-2, from that in any case and from English names; `currency`
 * as ISO 4217, from that in any case, English names and signs that are no other currency's; `phone` as E.164, numbers without a country's
 * code by `callingCode`; `postcode` in capitals and with the blank of `country`. What is none of it stays as it is.
 */
export const standardiseCodes = z
  .object({
    step: z.literal('standardiseCodes'),
    columns: chosenColumnsSchema,
    kind: z.enum(['country', 'currency', 'phone', 'postcode']),
    /** Digits, such as 49. Without it, only numbers that begin with + or 00 are written anew. */
    callingCode: z
      .string()
      .regex(/^[1-9]\d{0,2}$/)
      .optional(),
    country: z.enum(['GB', 'NL', 'CA', 'US', 'SE', 'PL', 'PT', 'BR', 'JP']).optional(),
  })
  .strict()
  .refine(({ kind, callingCode }) => kind === 'phone' || callingCode === undefined, 'callingCode belongs to "phone"')
  .refine(({ kind, country }) => (kind === 'postcode') === (country !== undefined), 'country belongs to "postcode", which needs it');
