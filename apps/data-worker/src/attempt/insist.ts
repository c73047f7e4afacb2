import { Fault } from '@millrace/contracts';

export interface InsistOptions {
  readonly patienceMs: number;
  readonly signal?: AbortSignal;
  readonly firstPauseMs?: number;
}

const longestPauseMs = 2000;
const isOutage = (error: unknown): boolean =>
  error instanceof Fault && (error.code === 'dependency-unavailable' || error.code === 'storage-unavailable');

/**
 * Does `work` again while a service that it needs is down: throwing a finished job away because MySQL restarts would cost more than
 * waiting. Any other error, and an outage longer than the patience, goes through.
 */
export const insist = async <T>(work: () => Promise<T>, { patienceMs, signal, firstPauseMs = 100 }: InsistOptions): Promise<T> => {
  const giveUpAt = performance.now() + patienceMs;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
    try {
      return await work();
    } catch (error) {
      if (!isOutage(error) || signal?.aborted === true || performance.now() + pauseMs > giveUpAt) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
};
