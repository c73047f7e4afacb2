import { memoryClasses } from '@millrace/contracts';
import type { ClassLoad } from '@millrace/database';
import { Gauge } from '@millrace/platform';
import type { Services } from '../services';

const classGauges: readonly (readonly [name: string, help: string, of: (load: ClassLoad) => number])[] = [
  ['millrace_class_ready_jobs', 'Jobs that could start if there were room.', ({ ready }) => ready],
  ['millrace_class_ready_bytes', 'Needs of the jobs that could start if there were room.', ({ readyBytes }) => readyBytes],
  ['millrace_class_running_bytes', 'Needs of the jobs that run.', ({ runningBytes }) => runningBytes],
  ['millrace_class_oldest_seconds', 'Age of the oldest job that could start.', ({ oldestSeconds }) => oldestSeconds],
];
/** One reading serves all gauges of a scrape. */
const freshMs = 500;

/** Per class queue: what operators scale by. KEDA reads these. */
const registerClassMetrics = ({ capacity, metrics, logger }: Pick<Services, 'capacity' | 'metrics' | 'logger'>): void => {
  let [reading, readAt]: [Promise<ClassLoad[] | null> | null, number] = [null, 0];
  const read = (): Promise<ClassLoad[] | null> => {
    if (reading !== null && performance.now() - readAt < freshMs) return reading;
    readAt = performance.now();
    reading = capacity.classes().catch((error: unknown) => {
      logger.warn({ err: error }, 'class metrics failed');
      return null;
    });
    return reading;
  };
  for (const [name, help, of] of classGauges)
    new Gauge({
      name,
      help,
      labelNames: ['queue'],
      registers: [metrics],
      async collect() {
        const loads = await read();
        if (loads === null) return;
        // A queue that is empty says so: a scaler must see it fall to nothing.
        for (const { name: memoryClass } of memoryClasses) {
          const load = loads.find(({ queue }) => queue === `data-${memoryClass}`);
          this.set({ queue: `data-${memoryClass}` }, load ? of(load) : 0);
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
