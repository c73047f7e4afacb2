import * as z from 'zod';
import { chosenColumnsSchema } from '../columns';

/**
 * Leaves columns out. Their cells are kept in the change log, unless they go `forGood`: then nothing keeps them, but where the recipe says
 * `keepHidden`. Names that are not there are passed over.
 */
export const dropColumns = z
  .object({ step: z.literal('dropColumns'), columns: chosenColumnsSchema, forGood: z.boolean().optional() })
  .strict();
