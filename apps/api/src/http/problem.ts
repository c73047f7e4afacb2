import { faultCodes, placeSchema } from '@millrace/contracts';
import * as z from 'zod';

/** An answer that is no success: RFC 9457 with a stable code. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  instance: z.string(),
  code: z.enum(faultCodes),
  advice: z.string(),
  place: placeSchema.optional(),
  /** Every field that is wrong, where the request was not valid. */
  errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
  requestId: z.string(),
});
