import * as z from 'zod';
import { matchingShape } from '../matching';

/** Which of the cells of rows that are the same stays; absent ones never do where another is there. */
export const survivorshipRules = ['first', 'mostFrequent', 'longest', 'mostRecent', 'source', 'min', 'max'] as const;
const ruleSchema = z.enum(survivorshipRules);

/**
 * Makes one row of those that are the same: the first stays, with the cells that survive; the others are set aside. Rows are the same by
 * weighed evidence (`docs/records.md`), or where `keys` says so by those columns alone; a row without a key never is another.
 */
export const mergeRecords = z
  .object({
    step: z.literal('mergeRecords'),
    ...matchingShape,
    keys: z.array(z.string()).min(1).max(20).optional(),
    survivorship: z
      .object({ default: ruleSchema.default('mostFrequent'), columns: z.record(z.string(), ruleSchema).default({}) })
      .strict()
      .default({ default: 'mostFrequent', columns: {} }),
    /** The column whose latest date `mostRecent` follows. */
    recentBy: z.string().optional(),
    /** The column that names the source of a row, and the sources, the most trusted first. */
    sourceBy: z
      .object({ column: z.string(), order: z.array(z.string()).min(1).max(1000) })
      .strict()
      .optional(),
  })
  .strict()
  .refine(({ survivorship: { default: rule, columns }, recentBy, sourceBy }) => {
    const rules = [rule, ...Object.values(columns)];
    return (!rules.includes('mostRecent') || recentBy !== undefined) && (!rules.includes('source') || sourceBy !== undefined);
  }, '"mostRecent" needs recentBy, "source" needs sourceBy');
