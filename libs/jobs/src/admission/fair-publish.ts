/** A job in the outbox: available, and known to no queue yet. */
export interface PendingJob {
  readonly jobId: string;
  readonly tenantId: string;
  readonly queue: string;
  readonly needBytes: number;
  readonly sinceMs: number;
  /** Higher goes first; each step counts as `priorityMs` of waiting. */
  readonly priority: number;
}

/** What a tenant has in the queues and on the workers. */
export interface TenantUse {
  readonly jobs: number;
  readonly bytes: number;
}

export interface TenantShare {
  /** A tenant of weight 2 gets twice as much as one of weight 1 while both want more than there is. */
  readonly weight: number;
  /** Of jobs published and not ended. */
  readonly maxJobs: number;
  /** Of their needs in bytes; a single job may be larger. */
  readonly maxBytes: number;
}

export interface OutboxView {
  readonly pending: readonly PendingJob[];
  readonly use: ReadonlyMap<string, TenantUse>;
  /** Jobs that wait in each class queue. */
  readonly depths: ReadonlyMap<string, number>;
  /** Of all live workers together, to weigh bytes against slots. */
  readonly capacity: { readonly bytes: number; readonly slots: number };
}

export interface FairPolicy {
  readonly shareOf: (tenantId: string) => TenantShare;
  /** Jobs that may wait in a class queue, which is first come, first served: the fairness is ahead of it. */
  readonly window: number;
  /** How much waiting one step of priority is worth. */
  readonly priorityMs: number;
  /** After this long a job goes ahead of every younger one, whoever they belong to. */
  readonly overdueMs: number;
}

interface Turn {
  readonly job: PendingJob;
  readonly isOverdue: boolean;
  /** Milliseconds waited, with priority counted in. */
  readonly age: number;
}

/**
 * Which pending jobs are published now, in order. Overdue ones first, the oldest first; else the tenant whose dominant share of bytes or
 * slots is smallest by its weight, and of that tenant the job with the greatest age. A pure function: use is what is in flight now, so that
 * no history has to be kept and any process can decide.
 * @see Ghodsi et al., Dominant Resource Fairness, NSDI 2011.
 */
export const fairPublish = (
  { pending, use, depths, capacity }: OutboxView,
  { shareOf, window, priorityMs, overdueMs }: FairPolicy,
  nowMs: number,
): string[] => {
  const used = new Map(use);
  const depth = new Map(depths);
  const turns = pending.map((job): Turn => {
    const waited = nowMs - job.sinceMs;
    return { job, isOverdue: waited >= overdueMs, age: waited + job.priority * priorityMs };
  });
  const useOf = (tenantId: string): TenantUse => used.get(tenantId) ?? { jobs: 0, bytes: 0 };
  const dominant = (tenantId: string): number => {
    const { jobs, bytes } = useOf(tenantId);
    return Math.max(jobs / Math.max(1, capacity.slots), bytes / Math.max(1, capacity.bytes)) / shareOf(tenantId).weight;
  };
  const isAllowed = ({ job: { tenantId, queue, needBytes } }: Turn): boolean => {
    const { jobs, bytes } = useOf(tenantId);
    const { maxJobs, maxBytes } = shareOf(tenantId);
    return (depth.get(queue) ?? 0) < window && jobs < maxJobs && (jobs === 0 || bytes + needBytes <= maxBytes);
  };
  const before = (a: Turn, b: Turn): boolean => {
    if (a.isOverdue !== b.isOverdue) return a.isOverdue;
    if (a.isOverdue || a.job.tenantId === b.job.tenantId) return a.age > b.age;
    const [shareA, shareB] = [dominant(a.job.tenantId), dominant(b.job.tenantId)];
    return shareA === shareB ? a.age > b.age : shareA < shareB;
  };
  const left = new Set(turns.filter(isAllowed));
  const chosen: string[] = [];
  for (;;) {
    let next: Turn | null = null;
    for (const turn of left) {
      // What is not allowed now is not going to be: use and depths only grow.
      if (!isAllowed(turn)) left.delete(turn);
      else if (next === null || before(turn, next)) next = turn;
    }
    if (next === null) return chosen;
    const { jobId, tenantId, queue, needBytes } = next.job;
    const { jobs, bytes } = useOf(tenantId);
    used.set(tenantId, { jobs: jobs + 1, bytes: bytes + needBytes });
    depth.set(queue, (depth.get(queue) ?? 0) + 1);
    left.delete(next);
    chosen.push(jobId);
  }
};
