import type { Failure, QueueName } from '@millrace/contracts';
import { reserving, type Need } from './need';

export type RetryDecision =
  | { readonly then: 'fail' }
  | {
      readonly then: 'retry';
      readonly afterMs: number;
      readonly burn: boolean;
      readonly needBytes?: number;
      readonly queue?: QueueName;
      /** The job goes out of core from now on. */
      readonly lane?: 'outOfCore';
    };

export interface RetryContext {
  /** Burned before this one. */
  readonly failures: number;
  readonly maxFailures: number;
  readonly needBytes: number;
  /** Which try this was, from 1. */
  readonly attempt: number;
  /** Of this host, in bytes. */
  readonly budgetBytes: number;
  /** What it would reserve out of core; null, or left out, where it cannot go there. */
  readonly outOfCore?: Need | null;
  /** In [0, 1). */
  readonly random: () => number;
}

/** A first estimate is rarely far off; one that failed twice is. Four raises are 12.8 times the first need. */
const [firstGrowth, laterGrowth] = [1.6, 2];
const firstDelayMs = 500;
const longestDelayMs = 60_000;

/** Exponential, with full jitter over its upper half. */
export const backoffMs = (failures: number, random: () => number): number =>
  Math.min(longestDelayMs, firstDelayMs * 2 ** failures) * (0.5 + random() / 2);

/**
 * What follows a failure. Input faults are final. Running out of memory raises the need and burns nothing until the
 * need has reached the host's budget; then it goes out of core where it can. Anything else is tried again until its failures are used up.
 */
export const decideRetry = (
  failure: Failure,
  { failures, maxFailures, needBytes, attempt, budgetBytes, outOfCore = null, random }: RetryContext,
): RetryDecision => {
  if (failure.kind === 'input') return { then: 'fail' };
  if (failure.code === 'out-of-memory' && needBytes < budgetBytes) {
    const larger = Math.min(budgetBytes, Math.ceil(needBytes * (attempt > 1 ? laterGrowth : firstGrowth)));
    return { then: 'retry', afterMs: 0, burn: false, ...reserving(larger) };
  }
  if (failure.code === 'out-of-memory' && outOfCore !== null)
    return { then: 'retry', afterMs: 0, burn: false, ...outOfCore, lane: 'outOfCore' };
  if (failures + 1 >= maxFailures) return { then: 'fail' };
  return { then: 'retry', afterMs: backoffMs(failures, random), burn: true };
};
