import { doorbellSchema, type Doorbell, type QueueName } from '@millrace/contracts';
import { Queue, Worker, type Job } from 'bullmq';
import type { Redis } from 'ioredis';
import { randomUUID } from 'node:crypto';
import { bellChannel, consumerConnection } from './redis';

/** A doorbell in its taker's hands. It must be acknowledged or put back; one that is neither comes back by itself. */
export interface TakenDoorbell {
  readonly doorbell: Doorbell;
  acknowledge(): Promise<void>;
  /** Back into its queue, without a mark on it. */
  putBack(): Promise<void>;
}

export interface ConsumerOptions {
  readonly url: string;
  readonly prefix: string;
  readonly queues: readonly QueueName[];
  /** Called whenever there may be something to take. */
  readonly onBell: () => void;
  /** How long a doorbell may be in hand before it comes back, in milliseconds. */
  readonly lockMs?: number;
}

interface Pair {
  readonly queue: Queue;
  readonly worker: Worker;
}

const anyNumberOfTimes = 1_000_000_000;

/**
 * Takes doorbells one at a time, and only such as fit. A doorbell is held from its taking to the claim in MySQL and no
 * longer: from there on the lease is the truth, so nothing is lost when Redis forgets.
 */
export class DoorbellConsumer {
  private readonly redis: Redis;
  private readonly bells: Redis;
  private readonly pairs = new Map<QueueName, Pair>();
  private readonly token = randomUUID();

  constructor(private readonly options: ConsumerOptions) {
    this.redis = consumerConnection(options.url);
    this.bells = consumerConnection(options.url);
    this.bells.on('message', options.onBell);
    this.bells.on('ready', options.onBell);
  }

  async start(): Promise<void> {
    const { prefix, queues, lockMs = 10_000 } = this.options;
    for (const name of queues) {
      const queue = new Queue(name, { connection: this.redis, prefix, skipVersionCheck: true });
      const worker = new Worker(name, null, {
        connection: this.redis,
        prefix,
        autorun: false,
        lockDuration: lockMs,
        stalledInterval: lockMs,
        maxStalledCount: anyNumberOfTimes,
        skipVersionCheck: true,
      });
      queue.on('error', () => undefined);
      worker.on('error', () => undefined);
      worker.on('stalled', this.options.onBell);
      this.pairs.set(name, { queue, worker });
      void worker.startStalledCheckTimer().catch(() => undefined);
    }
    void this.bells.subscribe(bellChannel(prefix)).catch(() => undefined);
    await Promise.resolve();
  }

  /** The next doorbell of a queue, if it fits; null when there is none or it does not. */
  async take(name: QueueName, fits: (needBytes: number) => boolean): Promise<TakenDoorbell | null> {
    const pair = this.pairs.get(name);
    if (!pair || this.redis.status !== 'ready') return null;
    const [head] = (await pair.queue.getJobs(['waiting'], 0, 0, true)) as (Job | undefined)[];
    if (head === undefined || !fits(doorbellSchema.parse(head.data).needBytes)) return null;
    const job = (await pair.worker.getNextJob(this.token, { block: false })) as Job | undefined;
    if (!job) return null;
    const taken = this.taken(job);
    // Another host may have taken the head between the look and the take.
    if (fits(taken.doorbell.needBytes)) return taken;
    await taken.putBack();
    return null;
  }

  async close(): Promise<void> {
    await Promise.all(
      [...this.pairs.values()].flatMap(({ queue, worker }) => [
        worker.close(true).catch(() => undefined),
        queue.close().catch(() => undefined),
      ]),
    );
    this.redis.disconnect();
    this.bells.disconnect();
  }

  private taken(job: Job): TakenDoorbell {
    return {
      doorbell: doorbellSchema.parse(job.data),
      acknowledge: async () => {
        // Gone already when Redis was flushed or the lock ran out: the claim has been made either way.
        await job.moveToCompleted(null, this.token, false).catch(() => undefined);
      },
      putBack: async () => {
        await job.moveToWait(this.token).catch(() => undefined);
      },
    };
  }
}
