import * as z from 'zod';
import { columnsSchema } from '../columns';

/** Writes each run of white space (Unicode White_Space) within a cell as one blank. What stands at the ends is left to `trimWhitespace`. */
export const collapseWhitespace = z.object({ step: z.literal('collapseWhitespace'), columns: columnsSchema }).strict();
