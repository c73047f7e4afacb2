import { doorbellSchema, type Doorbell, type QueueName } from '@millrace/contracts';
import { Queue, Worker, type Job } from 'bullmq';
import type { Redis } from 'ioredis';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { bellChannel, consumerConnection } from './redis';

/** A doorbell in its taker's hands. It must be acknowledged or put back; when its taker dies it comes back by itself. */
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
  /** How long after its taker's death a doorbell comes back, in milliseconds. */
  readonly lockMs?: number;
}

interface Pair {
  readonly queue: Queue;
  readonly worker: Worker;
}

/** How long a taker waits for Redis when it lets go of a doorbell. */
const letGoMs = 2000;
const anyNumberOfTimes = 1_000_000_000;

/**
 * Takes doorbells one at a time, and only such as fit, and keeps them in hand until they are acknowledged, which is the last thing
 * that happens to a job. The truth is the lease in MySQL: nothing is lost when Redis forgets a doorbell or hands it out twice.
 */
export class DoorbellConsumer {
  private readonly redis: Redis;
  private readonly bells: Redis;
  private readonly pairs = new Map<QueueName, Pair>();
  private readonly token = randomUUID();
  private readonly inHand = new Map<Job, Worker>();
  private keeper: NodeJS.Timeout | undefined;

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
    this.keeper = setInterval(() => this.keep(lockMs), lockMs / 3);
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
    const taken = this.taken(job, pair.worker);
    // Another host may have taken the head between the look and the take.
    if (fits(taken.doorbell.needBytes)) return taken;
    await taken.putBack();
    return null;
  }

  async close(): Promise<void> {
    clearInterval(this.keeper);
    await Promise.all(
      [...this.pairs.values()].flatMap(({ queue, worker }) => [
        worker.close(true).catch(() => undefined),
        queue.close().catch(() => undefined),
      ]),
    );
    this.redis.disconnect();
    this.bells.disconnect();
  }

  /** Extends the locks of what is in hand. What Redis has forgotten meanwhile is no fault. */
  private keep(lockMs: number): void {
    for (const [worker, held] of Map.groupBy(this.inHand, ([, worker]) => worker)) {
      const ids = held.map(([{ id = '' }]) => id);
      const tokens = ids.map(() => this.token);
      void worker.extendJobLocks(ids, tokens, lockMs).catch(() => undefined);
    }
  }

  private taken(job: Job, worker: Worker): TakenDoorbell {
    this.inHand.set(job, worker);
    const letGo = async (how: () => Promise<unknown>): Promise<void> => {
      this.inHand.delete(job);
      // Gone already when Redis was flushed, and not to be waited for when it is down: the row in MySQL says what became of the job.
      await Promise.race([how().catch(() => undefined), sleep(letGoMs, undefined, { ref: false })]);
    };
    return {
      doorbell: doorbellSchema.parse(job.data),
      acknowledge: () => letGo(() => job.moveToCompleted(null, this.token, false)),
      putBack: () => letGo(() => job.moveToWait(this.token)),
    };
  }
}
