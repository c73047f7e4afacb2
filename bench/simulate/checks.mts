import type { AdmissionPolicy } from '@millrace/jobs';
import type { Doorbells } from './doorbells.mts';
import { longestRunMs } from './scenario.mts';
import { fairness, leaseMs, tickMs, type HostState, type JobRow } from './world.mts';

/** What a run of the simulation has to hold at every moment; what it did not is kept in words. */
export class Checks {
  readonly violations: string[] = [];
  /** The longest wait at the head of a class as a share of its bound. */
  nearestToBound = 0;
  private readonly mishapsMs: { readonly atMs: number; readonly costMs: number }[] = [];
  private readonly headBoundMs: number;

  private readonly policy: AdmissionPolicy;

  /** @param classes that jobs of the scenario can be in. */
  constructor(policy: AdmissionPolicy, classes: number) {
    this.policy = policy;
    const { agedMs, backfillMs, holdMs } = policy;
    // As nextAction states it; a host looks again after a tick at the latest.
    this.headBoundMs = agedMs + classes * (backfillMs + longestRunMs + 2 * holdMs + 2 * tickMs);
  }

  /** A crash or a loss of Redis: those who wait are owed what it costs, and no more. */
  mishap(atMs: number, outageMs: number): void {
    this.mishapsMs.push({ atMs, costMs: outageMs + leaseMs + this.policy.holdMs + this.policy.backfillMs + longestRunMs });
  }

  host({ id, budgetBytes, slots, running }: HostState, nowMs: number): void {
    const reserved = [...running.values()].reduce((sum, { needBytes }) => sum + needBytes, 0);
    if (reserved > budgetBytes) this.fail(nowMs, `${id} has promised ${reserved} of ${budgetBytes} bytes`);
    if (running.size > slots) this.fail(nowMs, `${id} runs ${running.size} jobs in ${slots} slots`);
  }

  holds({ holds }: Doorbells, nowMs: number): void {
    const live = [...holds.values()].filter(({ untilMs }) => untilMs > nowMs);
    if (new Set(live.map(({ hostId }) => hostId)).size < live.length) this.fail(nowMs, 'a host holds room for two classes');
  }

  starts(job: JobRow, nowMs: number): void {
    if (job.runningOn !== null) this.fail(nowMs, `${job.id} was started twice`);
    if (job.headSinceMs === null) return;
    const since = job.headSinceMs;
    const owedMs = this.mishapsMs.filter(({ atMs, costMs }) => atMs + costMs >= since).reduce((sum, { costMs }) => sum + costMs, 0);
    const share = (nowMs - since) / (this.headBoundMs + owedMs);
    this.nearestToBound = Math.max(this.nearestToBound, share);
    if (share > 1) this.fail(nowMs, `${job.id} was head of ${job.queue} for ${Math.round((nowMs - since) / 1000)} s`);
  }

  /** An overdue job is next of its class, save for what its tenant may have at once. */
  publishes(job: JobRow, left: ReadonlyMap<string, JobRow>, jobs: readonly JobRow[], nowMs: number): void {
    const { maxJobs } = fairness.shareOf(job.tenantId);
    const inFlight = jobs.filter(({ tenantId, state }) => tenantId === job.tenantId && (state === 'queued' || state === 'running')).length;
    if (inFlight > maxJobs) this.fail(nowMs, `${job.tenantId} has ${inFlight} jobs of ${maxJobs} in flight`);
    for (const other of left.values()) {
      const isPassed = other.queue === job.queue && other.tenantId === job.tenantId && nowMs - other.arrivesMs >= fairness.overdueMs;
      if (isPassed && other.arrivesMs + fairness.priorityMs < job.arrivesMs)
        this.fail(nowMs, `${job.id} was published ahead of ${other.id}, which is overdue`);
    }
  }

  end(jobs: readonly JobRow[], largestBytes: number, nowMs: number): void {
    for (const { id, state, peakBytes, starts } of jobs) {
      if (state !== 'completed' && !(state === 'failed' && peakBytes > largestBytes))
        this.fail(nowMs, `${id} ended ${state} after ${starts} starts`);
    }
  }

  fail(nowMs: number, what: string): void {
    this.violations.push(`at ${(nowMs / 1000).toFixed(1)} s: ${what}`);
  }
}
