import * as z from 'zod';

/** Renames columns: some by `names`, from old to new, or all of them into `snake_case`. Names that are not there are passed over where the new one is. */
export const renameColumns = z
  .object({
    step: z.literal('renameColumns'),
    names: z.record(z.string(), z.string().min(1).max(1000)).optional(),
    style: z.literal('snake_case').optional(),
  })
  .strict()
  .refine(({ names, style }) => (names === undefined) !== (style === undefined), 'give either names or a style');
