import type { JobView, Run } from '@millrace/contracts';
import { waitingReason } from '@millrace/jobs';
import { withoutOne, workOf } from '../operations/read-capacity';
import type { Services } from '../services';

const waits = ({ state, queue }: JobView): boolean => (state === 'queued' || state === 'pending') && queue !== 'agent';

/** A run with the places of its waiting jobs in their queues, where Redis answers, and with why they wait. */
export const withPositions = async ({ publisher, capacity }: Services, run: Run): Promise<Run> => {
  if (!run.jobs.some(({ state }) => state === 'queued' || state === 'pending')) return run;
  const [hosts, loads] = run.jobs.some(waits) ? await Promise.all([capacity.hosts(), capacity.classes()]) : [[], []];
  const view = async (job: JobView): Promise<JobView> => {
    const queuePosition = job.state === 'queued' ? await publisher.position(job).catch(() => null) : null;
    if (!waits(job)) return { ...job, queuePosition };
    const work = workOf(withoutOne(loads, job.queue), hosts);
    const inClass = loads.find(({ queue }) => queue === job.queue)?.ready ?? 1;
    const jobs = queuePosition ?? Math.max(0, inClass - 1);
    return { ...job, queuePosition, waiting: waitingReason(job.needBytes, { ...work, jobs }, hosts) };
  };
  return { ...run, jobs: await Promise.all(run.jobs.map(view)) };
};
