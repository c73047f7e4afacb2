import * as z from 'zod';

const position = z.number().int().nonnegative();
const step = { step: z.number().int().nonnegative() };

/** What a step did to the columns of a table. Columns are told by their positions: an added one has the next that is free. */
export const layoutChangeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('add'), ...step, position, name: z.string(), after: position }),
  z.object({ kind: z.literal('drop'), ...step, position }),
  z.object({ kind: z.literal('rename'), ...step, position, name: z.string() }),
  /** Those that come first, in their order. */
  z.object({ kind: z.literal('order'), ...step, first: z.array(position).readonly() }),
]);
export type LayoutChange = z.output<typeof layoutChangeSchema>;
