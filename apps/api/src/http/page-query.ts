import { idSchema } from '@millrace/contracts';
import * as z from 'zod';

/** The query of every list: newest first, `cursor` from the page before. */
export const pageQuerySchema = z.object({ limit: z.coerce.number().int().min(1).max(200).default(50), cursor: idSchema.optional() });

export const idParameterSchema = z.object({ id: idSchema });

/** One page of a list; `nextCursor` is null on the last. */
export const pageOf = (item: z.ZodType) => z.object({ items: z.array(item), nextCursor: z.string().nullable() });
