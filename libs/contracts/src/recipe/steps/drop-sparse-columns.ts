import * as z from 'zod';
import { columnsSchema } from '../columns';

/** Leaves columns out of whose cells at least the share `absent` is absent. Their cells are kept in the change log. Names that are not there are passed over. */
export const dropSparseColumns = z
  .object({ step: z.literal('dropSparseColumns'), columns: columnsSchema, absent: z.number().gt(0).max(1).default(0.95) })
  .strict();
