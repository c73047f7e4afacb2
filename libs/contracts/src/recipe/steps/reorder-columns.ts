import * as z from 'zod';
import { chosenColumnsSchema } from '../columns';

/** Puts columns first, in the order given, those that a selector takes in that of the table; the others follow in theirs. */
export const reorderColumns = z.object({ step: z.literal('reorderColumns'), columns: chosenColumnsSchema }).strict();
