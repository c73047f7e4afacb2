import * as z from 'zod';
import { idSchema } from '../ids';

/** Who a caller says has decided, where one key serves many people. */
export const personSchema = z.string().trim().min(1).max(200);

/** Who has decided: the key that said so, and the person whom it named; else the key's name stands for it. */
export const decidedBySchema = z.object({ keyId: idSchema, person: z.string() });
