import * as z from 'zod';
import { chosenColumnsSchema } from '../columns';

const words = z.array(z.string().min(1).max(40)).min(1).max(100);

/** Writes words for yes and no as `true` and `false`. Compared after trimming, without case; other cells stay as they are. */
export const parseBooleans = z
  .object({
    step: z.literal('parseBooleans'),
    columns: chosenColumnsSchema,
    yes: words.default(['true', 't', 'yes', 'y', '1', 'on']),
    no: words.default(['false', 'f', 'no', 'n', '0', 'off']),
  })
  .strict()
  .refine(({ yes, no }) => {
    const known = new Set(yes.map((word) => word.trim().toLowerCase()));
    return !no.some((word) => known.has(word.trim().toLowerCase()));
  }, 'a word is either "yes" or "no"')
  .refine(
    ({ yes, no }) => !yes.some((word) => word.trim().toLowerCase() === 'false') && !no.some((word) => word.trim().toLowerCase() === 'true'),
    '"true" and "false" are what they say',
  );
