import * as z from 'zod';

/** A character that was found to stand in for others wherever something was mistyped. */
export const markSchema = z.string().refine((mark) => Array.from(mark).length === 1, 'a mark is one character');

/**
 * Corrects cells that contradict the rows which agree with theirs elsewhere: `from` mostly decides `to`. A cell is changed only where it
 * looks like a slip of what the others say; what is less sure than `threshold` stays as it is.
 */
export const repairByDependency = z
  .object({
    step: z.literal('repairByDependency'),
    /** The stronger ones of each column first. */
    dependencies: z
      .array(z.object({ from: z.array(z.string()).min(1).max(2), to: z.string() }).strict())
      .min(1)
      .max(2000),
    mark: markSchema.optional(),
    threshold: z.number().min(0.5).max(1).default(0.95),
  })
  .strict();
