import * as z from 'zod';
import { decidedRowsSchema } from '../decided-rows';
import { matchingShape } from '../matching';
import { isWhole, survivorshipShape, wholeMessage } from '../survivorship';

/**
 * Makes one row of those that are the same: the first stays, with the cells that survive; the others are set aside. Rows are the same by
 * weighed evidence (`docs/records.md`), or where `keys` says so by those columns alone; a row without a key never is another.
 */
export const mergeRecords = z
  .object({
    step: z.literal('mergeRecords'),
    ...matchingShape,
    keys: z.array(z.string()).min(1).max(20).optional(),
    /** Of use where the rows are not told by `keys`. */
    decided: decidedRowsSchema.optional(),
    ...survivorshipShape,
  })
  .strict()
  .refine(isWhole, wholeMessage);
