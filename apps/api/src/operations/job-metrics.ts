import { Gauge } from '@millrace/platform';
import type { Services } from '../services';

/** What waits and runs, from the truth in the database; read when the metrics are. */
export const registerJobMetrics = ({ jobs, metrics, logger }: Pick<Services, 'jobs' | 'metrics' | 'logger'>): void => {
  const oldest = new Gauge({
    name: 'millrace_job_oldest_seconds',
    help: 'Age of the oldest job.',
    labelNames: ['state', 'queue'],
    registers: [metrics],
  });
  new Gauge({
    name: 'millrace_jobs',
    help: 'Jobs that have not ended; "pending" is the outbox.',
    labelNames: ['state', 'queue'],
    registers: [metrics],
    async collect() {
      this.reset();
      oldest.reset();
      const counts = await jobs.counts().catch((error: unknown) => {
        logger.warn({ err: error }, 'job metrics failed');
        return [];
      });
      for (const { state, queue, count, oldestSeconds } of counts) {
        this.set({ state, queue }, count);
        oldest.set({ state, queue }, oldestSeconds);
      }
    },
  });
};
