import type * as Jobs from '@millrace/jobs';
import type { SimulatedHost, SimulatedJob } from './scenario.mts';

/** The part of libs/jobs that is under test. A mutation of it is passed in the same way. */
export type Core = Pick<typeof Jobs, 'nextAction' | 'fairPublish' | 'seenFronts' | 'needOf' | 'decideRetry' | 'Ledger'>;

export const admission: Jobs.AdmissionPolicy = { agedMs: 30_000, backfillMs: 60_000, holdMs: 15_000, smallBytes: 0, smallSlots: 0 };
export const fairness: Jobs.FairPolicy = {
  shareOf: (tenantId) => ({ weight: tenantId === 't1' ? 2 : 1, maxJobs: 40, maxBytes: Number.MAX_SAFE_INTEGER }),
  window: 12,
  priorityMs: 60_000,
  overdueMs: 300_000,
};
/** How far into a class queue a host looks. */
export const frontLength = 8;
export const [tickMs, leaseMs, sweepMs] = [2000, 30_000, 5000];

/** A job's row in the database. */
export interface JobRow extends SimulatedJob {
  state: 'absent' | 'pending' | 'queued' | 'running' | 'completed' | 'failed';
  readonly jobId: string;
  readonly sinceMs: number;
  queue: string;
  needBytes: number;
  /** Times that its need was raised. */
  raises: number;
  starts: number;
  runningOn: string | null;
  /** When it became the head of its queue, for the bound; null while it is not. */
  headSinceMs: number | null;
}

/** A worker host: its memory dies with it. */
export interface HostState extends SimulatedHost {
  isUp: boolean;
  ledger: Jobs.Ledger;
  running: Map<string, Jobs.RunningJob>;
  fronts: ReadonlyMap<string, Jobs.ClassFront>;
}

export const jobRow = (job: SimulatedJob, need: { readonly needBytes: number; readonly queue: string }): JobRow => ({
  ...job,
  ...need,
  jobId: job.id,
  sinceMs: job.arrivesMs,
  state: 'absent',
  raises: 0,
  starts: 0,
  runningOn: null,
  headSinceMs: null,
});

export const hostState = (core: Core, host: SimulatedHost): HostState => ({
  ...host,
  isUp: true,
  ledger: new core.Ledger(host.budgetBytes, host.slots),
  running: new Map(),
  fronts: new Map(),
});
