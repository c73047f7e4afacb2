import * as z from 'zod';
import { columnsSchema } from '../columns';

/** Removes white space (Unicode White_Space) at both ends of a cell. */
export const trimWhitespace = z.object({ step: z.literal('trimWhitespace'), columns: columnsSchema }).strict();
