import type { AdmissionAction, AdmissionPolicy, Hold, HostView, WaitingJob } from './host-view';
import { shadowOf } from './shadow';

interface Candidate {
  readonly queue: string;
  readonly job: WaitingJob;
  /** Since when an aged head has been one; null for the others. */
  readonly agedSinceMs: number | null;
}

const start = ({ queue, job }: Pick<Candidate, 'queue' | 'job'>): AdmissionAction => ({ kind: 'start', queue, jobId: job.jobId });

/** Aged heads, the oldest first; then the others, the largest first, since small ones find room everywhere; of equals the oldest. */
const inTurn = (a: Candidate, b: Candidate): number => {
  if (a.agedSinceMs !== null && b.agedSinceMs !== null) return a.agedSinceMs - b.agedSinceMs;
  if (a.agedSinceMs !== null || b.agedSinceMs !== null) return a.agedSinceMs !== null ? -1 : 1;
  return b.job.needBytes - a.job.needBytes || a.job.sinceMs - b.job.sinceMs;
};

/**
 * The admission of a host, one step at a time: what it does next, or null where there is nothing to do but wait. A pure function of what
 * the host sees and of the clock; the caller carries the action out, looks again and asks again.
 *
 * What fits is started. The head of a class that has aged goes first; where it does not fit, the host takes a hold for it: from then on
 * only those run ahead of it that end before it could start or that leave it its room (EASY backfill), and after `backfillMs` none does.
 *
 * Bound. A job at the head of its class starts within `agedMs + C × (backfillMs + T + 2 × holdMs)` for C classes and jobs that run at
 * most T, as long as a host lives that it fits: a host holds room for one class at a time, those before it have aged before it and
 * there is one in each class at most, and a host on which nothing starts is empty after T. No estimate enters the bound.
 */
export const nextAction = (view: HostView, policy: AdmissionPolicy, nowMs: number): AdmissionAction | null => {
  const { hostId, budgetBytes, slots, running, fronts, isPressed } = view;
  const holds = view.holds.filter(({ untilMs }) => untilMs > nowMs);
  const own = holds.find((hold) => hold.hostId === hostId);
  const held = own && fronts.get(own.queue)?.jobs[0];
  if (own && (held?.jobId !== own.jobId || held.needBytes > budgetBytes)) return { kind: 'release', hold: own };
  if (isPressed) return null;

  const freeBytes = budgetBytes - running.reduce((sum, { needBytes }) => sum + needBytes, 0);
  const isSmall = ({ needBytes }: Pick<WaitingJob, 'needBytes'>) => needBytes <= policy.smallBytes;
  const hasSlot = running.length < slots + policy.smallSlots;
  const hasLargeSlot = hasSlot && running.filter((job) => !isSmall(job)).length < slots;
  const fits = (job: WaitingJob) => job.needBytes <= freeBytes && (isSmall(job) ? hasSlot : hasLargeSlot);
  if (own && held) {
    if (fits(held)) return start({ queue: own.queue, job: held });
    const ahead = candidatesOf(view, policy, nowMs).find(({ job }) => fits(job) && mayRunAhead(view, policy, own, held, job, nowMs));
    if (ahead) return start(ahead);
    const isDue = own.untilMs - nowMs <= policy.holdMs / 2;
    return isDue ? { kind: 'hold', hold: { ...own, untilMs: nowMs + policy.holdMs } } : null;
  }
  for (const candidate of candidatesOf(view, policy, nowMs)) {
    const { queue, job, agedSinceMs } = candidate;
    if (fits(job)) return start(candidate);
    if (agedSinceMs === null || holds.some((hold) => hold.queue === queue)) continue;
    return { kind: 'hold', hold: { queue, jobId: job.jobId, hostId, sinceMs: nowMs, untilMs: nowMs + policy.holdMs } };
  }
  return null;
};

/** All that this host could ever run, in turn. */
const candidatesOf = ({ fronts, budgetBytes }: HostView, { agedMs }: AdmissionPolicy, nowMs: number): Candidate[] => {
  const candidates: Candidate[] = [];
  for (const [queue, { jobs, headSinceMs }] of fronts)
    for (const [place, job] of jobs.entries())
      if (job.needBytes <= budgetBytes)
        candidates.push({ queue, job, agedSinceMs: place === 0 && nowMs - headSinceMs >= agedMs ? headSinceMs : null });
  return candidates.sort(inTurn);
};

const mayRunAhead = (view: HostView, policy: AdmissionPolicy, own: Hold, held: WaitingJob, job: WaitingJob, nowMs: number): boolean => {
  if (nowMs - own.sinceMs >= policy.backfillMs) return false;
  const { atMs, spareBytes, spareSlots } = shadowOf(view, policy, held.needBytes, nowMs);
  return nowMs + job.expectedMs <= atMs || (job.needBytes <= spareBytes && spareSlots > 0);
};
