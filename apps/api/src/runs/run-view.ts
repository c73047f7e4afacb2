import type { JobView, Run } from '@millrace/contracts';
import type { Services } from '../services';

/** A run with the places of its waiting jobs in their queues, where Redis answers. */
export const withPositions = async ({ publisher }: Services, run: Run): Promise<Run> => {
  const place = async (job: JobView): Promise<JobView> =>
    job.state === 'queued' ? { ...job, queuePosition: await publisher.position(job).catch(() => null) } : job;
  return run.jobs.some(({ state }) => state === 'queued') ? { ...run, jobs: await Promise.all(run.jobs.map(place)) } : run;
};
