import * as z from 'zod';

const count = z.number().int().nonnegative();

/** What the workers offer, what jobs ask of them, and what to do about it. Bytes are of memory. */
export const capacitySchema = z.object({
  total: z.object({ hosts: count, budgetBytes: count, reservedBytes: count, usedBytes: count, slots: count, jobs: count }),
  /** Hosts whose budget is in the same class. */
  tiers: z.array(z.object({ tier: z.string(), hosts: count, budgetBytes: count, reservedBytes: count, usedBytes: count, slots: count })),
  hosts: z.array(
    z.object({
      id: z.string(),
      budgetBytes: count,
      reservedBytes: count,
      /** Anonymous memory of its jobs at its last beat. */
      usedBytes: count,
      slots: count,
      jobs: count,
      /** It is short of memory and starts nothing. */
      isPressed: z.boolean(),
    }),
  ),
  classes: z.array(
    z.object({
      queue: z.string(),
      ready: count,
      readyBytes: count,
      running: count,
      oldestSeconds: count,
      /** Live hosts that any of its jobs may fit. */
      hosts: count,
      /** Of a job that joins it now; null where no live host is large enough. */
      expectedWaitSeconds: z.number().nonnegative().nullable(),
    }),
  ),
  advice: z.array(z.object({ action: z.enum(['scaleOut', 'scaleIn', 'stay']), queue: z.string().nullable(), reason: z.string() })),
});
export type Capacity = z.infer<typeof capacitySchema>;
