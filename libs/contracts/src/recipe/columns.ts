import * as z from 'zod';

/** Names of the columns that a step touches; left out, every column to which the step applies. */
export const columnsSchema = z.array(z.string()).min(1).optional();
