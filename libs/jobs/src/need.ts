import { memoryClassOf, type QueueName } from '@millrace/contracts';

/** A process with its engine takes as much over the smallest table. */
export const leastNeedBytes = 256 * 1024 * 1024;

export interface Need {
  /** Reservation in bytes. */
  readonly needBytes: number;
  readonly queue: QueueName;
}

/**
 * What a data job reserves: max(256 MB, factor × file), at most the largest worker's budget. The engine works column by
 * column over a streamed copy, so a smaller reservation than the rule asks for is no refusal.
 * @param largestBudget bytes of the largest live worker; null when none is up.
 */
export const needOf = (sourceBytes: number, factor: number, largestBudget: number | null): Need => {
  const wanted = Math.max(leastNeedBytes, Math.ceil(factor * sourceBytes));
  const needBytes = largestBudget === null ? wanted : Math.min(wanted, Math.max(leastNeedBytes, largestBudget));
  return { needBytes, queue: `data-${memoryClassOf(needBytes)}` };
};

/** Agents wait on the network and hold no reservation. */
export const agentNeed: Need = { needBytes: 0, queue: 'agent' };
