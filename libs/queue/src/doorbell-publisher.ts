import { Fault, queueNames, type Doorbell, type QueueName } from '@millrace/contracts';
import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { bellChannel, messageIdOf, producerConnection } from './redis';

/** A job that waits for a worker. */
export interface Waiting {
  readonly id: string;
  readonly queue: string;
  readonly needBytes: number;
  readonly requestId: string;
  readonly attempt: number;
  readonly waitedMs: number;
  readonly expectedMs: number | null;
}

export interface QueueDepth {
  readonly queue: QueueName;
  readonly waiting: number;
  readonly active: number;
}

const deadlineMs = 2000;

/** Adds doorbells and answers what the queues know. Everything rejects with Fault `dependency-unavailable` within 2 s when Redis is down. */
export class DoorbellPublisher {
  private readonly redis: Redis;
  private readonly queues = new Map<string, Queue>();

  constructor(
    url: string,
    private readonly prefix: string,
  ) {
    this.redis = producerConnection(url);
  }

  /** A doorbell that is there already is left alone. */
  async publish(jobs: readonly Waiting[]): Promise<void> {
    const byQueue = Map.groupBy(jobs, ({ queue }) => queue);
    await this.withDeadline(async () => {
      for (const [name, waiting] of byQueue) {
        const messages = waiting.map((job) => {
          const { id: jobId, needBytes, requestId, expectedMs, waitedMs } = job;
          const data: Doorbell = { v: 1, jobId, needBytes, requestId, expectedMs: expectedMs ?? undefined, sinceMs: Date.now() - waitedMs };
          return { name: 'doorbell', data, opts: { jobId: messageIdOf(job), removeOnComplete: true, removeOnFail: true, attempts: 1 } };
        });
        await this.queue(name).addBulk(messages);
      }
      if (byQueue.size > 0) await this.redis.publish(bellChannel(this.prefix), '');
    });
  }

  /** The ids of those whose doorbell is in Redis. */
  known(jobs: readonly Waiting[]): Promise<ReadonlySet<string>> {
    return this.withDeadline(async () => {
      const pipeline = this.redis.pipeline();
      for (const job of jobs) pipeline.exists(this.queue(job.queue).toKey(messageIdOf(job)));
      const answers = (await pipeline.exec()) ?? [];
      return new Set(jobs.filter((_, at) => answers[at]?.[1] === 1).map(({ id }) => id));
    });
  }

  /** Takes doorbells back that wait. One that a worker has in hand stays there. */
  withdraw(jobs: readonly Waiting[]): Promise<void> {
    return this.withDeadline(async () => {
      for (const job of jobs) await this.queue(job.queue).remove(messageIdOf(job));
    });
  }

  /** How many doorbells are ahead; null when it is not waiting. */
  position(job: Pick<Waiting, 'id' | 'queue' | 'attempt'>): Promise<number | null> {
    return this.withDeadline(async () => {
      const key = this.queue(job.queue).toKey('wait');
      const at = await this.redis.lpos(key, messageIdOf(job));
      return at === null ? null : Math.max(0, (await this.redis.llen(key)) - 1 - at);
    });
  }

  depths(): Promise<QueueDepth[]> {
    return this.withDeadline(() =>
      Promise.all(
        queueNames.map(async (queue) => {
          const { waiting = 0, active = 0 } = await this.queue(queue).getJobCounts('waiting', 'active');
          return { queue, waiting, active };
        }),
      ),
    );
  }

  async ping(): Promise<void> {
    await this.withDeadline(() => this.redis.ping());
  }

  async close(): Promise<void> {
    await Promise.all([...this.queues.values()].map((queue) => queue.close().catch(() => undefined)));
    this.redis.disconnect();
  }

  private queue(name: string): Queue {
    let queue = this.queues.get(name);
    if (!queue) {
      queue = new Queue(name, { connection: this.redis, prefix: this.prefix, skipVersionCheck: true });
      queue.on('error', () => undefined);
      this.queues.set(name, queue);
    }
    return queue;
  }

  /** BullMQ waits for its connection without end; a caller who streams an upload must not. */
  private async withDeadline<T>(work: () => Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new Error('Redis did not answer in time'));
      }, deadlineMs);
    });
    try {
      const status: string = this.redis.status;
      if (status === 'connecting' || status === 'connect')
        await Promise.race([new Promise((resolve) => this.redis.once('ready', resolve)), late]);
      else if (status !== 'ready') throw new Error(`Redis is ${status}`);
      return await Promise.race([work(), late]);
    } catch (error) {
      throw new Fault('dependency-unavailable', 'Redis does not answer.', { cause: error });
    } finally {
      clearTimeout(timer);
      late.catch(() => undefined);
    }
  }
}
