import * as z from 'zod';
import { chosenColumnsSchema } from '../columns';

/**
 * Writes cells less exactly, so that they tell less of a person. `range` writes a number as the range of `width` that it is in (`30..40`,
 * the end not included), `month` and `year` cut dates, `prefix` leaves `keep` characters and writes `*` for the others. Numbers and dates are
 * read as their column has them; of a date whose order nothing decides `month` leaves the year. A cell that is none, or cannot be read for
 * sure, becomes `*`: none stays in the clear but those that say nothing, such as `-`. Nothing keeps the cells as they were, unless the recipe
 * says `keepHidden`.
 */
export const generalise = z
  .object({
    step: z.literal('generalise'),
    columns: chosenColumnsSchema,
    to: z.enum(['range', 'month', 'year', 'prefix']),
    width: z.number().int().positive().max(1e12).optional(),
    keep: z.number().int().nonnegative().max(1000).optional(),
  })
  .strict()
  .refine(({ to, width }) => (to === 'range') === (width !== undefined), 'width belongs to "range", and only to it')
  .refine(({ to, keep }) => (to === 'prefix') === (keep !== undefined), 'keep belongs to "prefix", and only to it');
