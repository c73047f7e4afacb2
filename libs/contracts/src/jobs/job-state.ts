import * as z from 'zod';

/**
 * blocked: waits for the job before it in its run · pending: to be published · queued: in Redis ·
 * running: claimed under a lease · the rest are terminal.
 */
export const jobStates = ['blocked', 'pending', 'queued', 'running', 'completed', 'failed', 'cancelled'] as const;
export const jobStateSchema = z.enum(jobStates);
export type JobState = z.infer<typeof jobStateSchema>;

export const runStates = ['queued', 'running', 'completed', 'failed', 'cancelled', 'rejected'] as const;
export const runStateSchema = z.enum(runStates);
export type RunState = z.infer<typeof runStateSchema>;

export const isTerminal = (state: JobState | RunState): boolean =>
  state === 'completed' || state === 'failed' || state === 'cancelled' || state === 'rejected';
