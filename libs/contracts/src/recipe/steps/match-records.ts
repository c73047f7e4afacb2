import * as z from 'zod';
import { decidedRowsSchema } from '../decided-rows';
import { matchingShape } from '../matching';

/**
 * Adds columns that say which rows are the same, by weighed evidence (`docs/records.md`): the number of a row's group, counted from 0 in the
 * order of their first rows, and, where a second name is given, how likely the row is the same as the one in its group that it is most like,
 * 0 to 1. Rows that are the same as no other have neither. No row leaves. Nothing is done where all of `into` is there already.
 */
export const matchRecords = z
  .object({
    step: z.literal('matchRecords'),
    ...matchingShape,
    into: z.array(z.string().min(1).max(1000)).min(1).max(2),
    decided: decidedRowsSchema.optional(),
  })
  .strict();
