import * as z from 'zod';

/**
 * How urgent a run is among those of its tenant: a step counts as a minute of waiting. It orders what is not in a queue yet, and what has
 * waited for ten minutes goes before everything younger, so that no run waits for ever.
 */
export const prioritySchema = z.number().int().min(-10).max(10);
