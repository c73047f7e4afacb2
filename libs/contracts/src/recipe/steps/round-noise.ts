import * as z from 'zod';
import { chosenColumnsSchema } from '../columns';

/** Writes decimals that carry the noise of binary floating point as what was meant: 0.055999999999999994 as 0.056. */
export const roundNoise = z.object({ step: z.literal('roundNoise'), columns: chosenColumnsSchema }).strict();
