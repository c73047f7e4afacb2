import * as z from 'zod';
import { columnsSchema } from '../columns';

/** Mends texts whose UTF-8 was read as Windows-1252 (`MÃ¼ller`), where that is beyond doubt: all of the cell decodes, and gets shorter. */
export const fixMojibake = z.object({ step: z.literal('fixMojibake'), columns: columnsSchema }).strict();
