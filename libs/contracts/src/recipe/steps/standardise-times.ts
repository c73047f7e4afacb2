import * as z from 'zod';
import { chosenColumnsSchema } from '../columns';

const isTimeZone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
};

/**
 * Writes times such as `2024-02-13 10:00:00 +01:00` in UTC, as `2024-02-13T09:00:00Z`. Where a time tells no offset from UTC it is one of
 * `zone`, if that is told; one that a change of clocks has left out there, or has twice, stays as it is, and so does what is no time.
 */
export const standardiseTimes = z
  .object({
    step: z.literal('standardiseTimes'),
    columns: chosenColumnsSchema,
    /** As IANA names it (`Europe/Berlin`), or an offset (`+02:00`). */
    zone: z.string().min(1).max(100).refine(isTimeZone, 'is no time zone that is known').optional(),
  })
  .strict();
