import { fairPublish, type FairPolicy, type OutboxView, type PendingJob } from './admission/fair-publish';

/** A job as a queue has to know it. */
export interface Doorbellable {
  readonly id: string;
  readonly queue: string;
  readonly needBytes: number;
  readonly requestId: string;
  readonly attempt: number;
  readonly waitedMs: number;
  /** Null where nothing is known. */
  readonly expectedMs: number | null;
}

interface Limits {
  readonly weight: number;
  readonly maxJobs: number | null;
  readonly maxBytes: number | null;
}

/** The outbox as its store reads it. */
export interface RelayOutbox extends Omit<OutboxView, 'pending'> {
  readonly pending: readonly (Doorbellable & Pick<PendingJob, 'tenantId' | 'priority'>)[];
  readonly limits: ReadonlyMap<string, Limits>;
}

export interface RelayPorts {
  /** Hands those that are chosen over and marks them queued, or marks none when `publish` throws. Answers how many. */
  readonly publishPending: (
    limit: number,
    choose: (outbox: RelayOutbox) => readonly string[],
    publish: (jobs: readonly Doorbellable[]) => Promise<void>,
  ) => Promise<number>;
  readonly publish: (jobs: readonly Doorbellable[]) => Promise<void>;
}

/** Pending jobs of a tenant and queue that are looked at together. */
const considered = 128;
/**
 * Jobs that may wait in a queue: more than all workers start between two turns of the relay, and few enough that a tenant who comes late,
 * or a job of high priority, does not wait behind them.
 */
const [leastWindow, windowOfSlot] = [32, 4] as const;
const policy: Omit<FairPolicy, 'shareOf' | 'window'> = { priorityMs: 60_000, overdueMs: 600_000 };

const choose = ({ pending, use, limits, depths, capacity }: RelayOutbox): string[] => {
  const shareOf = (tenantId: string) => {
    const { weight = 1, maxJobs = null, maxBytes = null } = limits.get(tenantId) ?? {};
    return { weight, maxJobs: maxJobs ?? Number.POSITIVE_INFINITY, maxBytes: maxBytes ?? Number.POSITIVE_INFINITY };
  };
  const waiting = pending.map((job) => ({ ...job, jobId: job.id, sinceMs: -job.waitedMs }));
  const window = Math.max(leastWindow, windowOfSlot * capacity.slots);
  return fairPublish({ pending: waiting, use, depths, capacity }, { ...policy, window, shareOf }, 0);
};

/** Publishes as many pending jobs as the queues have room for, in fair turn. Answers how many. Safe in any number of processes at once. */
export const relayOnce = async ({ publishPending, publish }: RelayPorts): Promise<number> => {
  let published = 0;
  for (;;) {
    const count = await publishPending(considered, choose, publish);
    published += count;
    if (count < leastWindow) return published;
  }
};
