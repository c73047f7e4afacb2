import { memoryClasses, type Capacity } from '@millrace/contracts';
import type { ClassLoad } from '@millrace/database';
import { Gauge } from '@millrace/platform';
import type { Services } from '../services';
import { capacityOf } from './read-capacity';

interface Reading {
  readonly loads: readonly ClassLoad[];
  readonly capacity: Capacity;
}

type ClassFigure = (load: ClassLoad, seen: Capacity['classes'][number]) => number;

const classGauges: readonly (readonly [name: string, help: string, of: ClassFigure])[] = [
  ['millrace_class_ready_jobs', 'Jobs that could start if there were room.', ({ ready }) => ready],
  ['millrace_class_ready_bytes', 'Needs of the jobs that could start if there were room.', ({ readyBytes }) => readyBytes],
  ['millrace_class_running_jobs', 'Jobs that run.', ({ running }) => running],
  ['millrace_class_running_bytes', 'Needs of the jobs that run.', ({ runningBytes }) => runningBytes],
  ['millrace_class_oldest_seconds', 'Age of the oldest job that could start.', ({ oldestSeconds }) => oldestSeconds],
  [
    'millrace_class_expected_wait_seconds',
    'How long the next job is expected to wait; infinite where no live worker is large enough.',
    (_, { expectedWaitSeconds }) => expectedWaitSeconds ?? Number.POSITIVE_INFINITY,
  ],
];
/** One reading serves all gauges of a scrape. */
const freshMs = 500;

/** Per class queue, what `GET /v1/capacity` says: what operators scale by. KEDA reads these. */
const registerClassMetrics = ({ capacity, metrics, logger }: Pick<Services, 'capacity' | 'metrics' | 'logger'>): void => {
  let [reading, readAt]: [Promise<Reading | null> | null, number] = [null, 0];
  const read = (): Promise<Reading | null> => {
    if (reading !== null && performance.now() - readAt < freshMs) return reading;
    readAt = performance.now();
    reading = Promise.all([capacity.hosts(), capacity.classes()])
      .then(([hosts, loads]) => ({ loads, capacity: capacityOf(hosts, loads) }))
      .catch((error: unknown) => {
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
        const found = await read();
        if (found === null) return;
        // A queue that is empty says so: a scaler must see it fall to nothing.
        for (const { name: memoryClass } of memoryClasses) {
          const queue = `data-${memoryClass}`;
          const load = found.loads.find((one) => one.queue === queue);
          const seen = found.capacity.classes.find((one) => one.queue === queue);
          this.set({ queue }, load && seen ? of(load, seen) : 0);
        }
      },
    });
  new Gauge({
    name: 'millrace_scale_advice',
    help: 'What is advised now: 1 to scale out, -1 to scale in, 0 to stay; by class queue, "all" for all of them.',
    labelNames: ['queue'],
    registers: [metrics],
    async collect() {
      const found = await read();
      if (found === null) return;
      this.reset();
      for (const { action, queue } of found.capacity.advice)
        this.set({ queue: queue ?? 'all' }, action === 'scaleOut' ? 1 : action === 'scaleIn' ? -1 : 0);
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
