import { memoryClassOf, type QueueName } from '@millrace/contracts';

/** What a process takes over the smallest table, and three fifths more: a process that starts anew for a little more costs more than it saves. */
export const leastNeedBytes = 80 * 1024 * 1024;
/** The least of a table of which nothing can be told. */
const leastUnknownBytes = 256 * 1024 * 1024;

export interface Need {
  /** Reservation in bytes. */
  readonly needBytes: number;
  readonly queue: QueueName;
}

/** A data job that reserves so many bytes. */
export const reserving = (needBytes: number): Need => ({ needBytes, queue: `data-${memoryClassOf(needBytes)}` });

/**
 * What a data job reserves: max(256 MB, factor × file), at most the largest worker's budget. The engine works column by
 * column over a streamed copy, so a smaller reservation than the rule asks for is no refusal.
 * @param largestBudget bytes of the largest live worker; null when none is up.
 */
export const needOf = (sourceBytes: number, factor: number, largestBudget: number | null): Need => {
  const wanted = Math.max(leastUnknownBytes, Math.ceil(factor * sourceBytes));
  return reserving(largestBudget === null ? wanted : Math.min(wanted, Math.max(leastUnknownBytes, largestBudget)));
};

/**
 * What the largest worker offers: of those that are up, or that can be started.
 * @param live null when none is up @param startable 0 where only those count that are up
 */
export const largestWorker = (live: number | null, startable: number): number | null => {
  const largest = Math.max(live ?? 0, startable);
  return live === null && startable === 0 ? null : largest;
};

/** Agents wait on the network and hold no reservation. */
export const agentNeed: Need = { needBytes: 0, queue: 'agent' };
