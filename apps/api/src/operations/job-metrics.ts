import { memoryClasses } from '@millrace/contracts';
import { Gauge } from '@millrace/platform';
import type { Services } from '../services';

/** Per class queue: what operators scale by. KEDA reads these. */
const registerClassMetrics = ({ capacity, metrics, logger }: Pick<Services, 'capacity' | 'metrics' | 'logger'>): void => {
  const gauge = (name: string, help: string) => new Gauge({ name, help, labelNames: ['queue'], registers: [metrics] });
  const bytes = gauge('millrace_class_ready_bytes', 'Needs of the jobs that could start if there were room.');
  const running = gauge('millrace_class_running_bytes', 'Needs of the jobs that run.');
  const oldest = gauge('millrace_class_oldest_seconds', 'Age of the oldest job that could start.');
  new Gauge({
    name: 'millrace_class_ready_jobs',
    help: 'Jobs that could start if there were room.',
    labelNames: ['queue'],
    registers: [metrics],
    async collect() {
      const loads = await capacity.classes().catch((error: unknown) => {
        logger.warn({ err: error }, 'class metrics failed');
        return null;
      });
      if (loads === null) return;
      const known = new Map(loads.map((load) => [load.queue, load]));
      // A queue that is empty says so: a scaler must see it fall to nothing.
      for (const { name } of memoryClasses) {
        const queue = `data-${name}`;
        const load = known.get(queue);
        this.set({ queue }, load?.ready ?? 0);
        bytes.set({ queue }, load?.readyBytes ?? 0);
        running.set({ queue }, load?.runningBytes ?? 0);
        oldest.set({ queue }, load?.oldestSeconds ?? 0);
      }
    },
  });
};

/** What waits and runs, from the truth in the database; read when the metrics are. */
export const registerJobMetrics = ({
  jobs,
  capacity,
  metrics,
  logger,
}: Pick<Services, 'jobs' | 'capacity' | 'metrics' | 'logger'>): void => {
  registerClassMetrics({ capacity, metrics, logger });
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
