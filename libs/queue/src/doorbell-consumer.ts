import { doorbellSchema, type Doorbell, type QueueName } from '@millrace/contracts';
import { Queue, Worker, type Job } from 'bullmq';
import type { Redis } from 'ioredis';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { bellChannel, consumerConnection } from './redis';

/** A doorbell that waits: `messageId` names it in its queue, one for each attempt of its job. */
export interface WaitingDoorbell {
  readonly messageId: string;
  readonly doorbell: Doorbell;
}

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
/** Takers take from the right end of the list. */
const liftScript = "if redis.call('LREM', KEYS[1], -1, ARGV[1]) == 0 then return 0 end redis.call('RPUSH', KEYS[1], ARGV[1]) return 1";

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
  /** What was read of those that wait; a message never changes. */
  private seen = new Map<string, Doorbell>();
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

  /** The first doorbells of every queue, in the order in which they wait; nothing while Redis does not answer. */
  async look(length: number): Promise<Map<QueueName, WaitingDoorbell[]>> {
    if (this.redis.status !== 'ready') return new Map();
    const names = [...this.pairs];
    const lists = this.redis.pipeline();
    for (const [, { queue }] of names) lists.lrange(queue.toKey('wait'), -length, -1);
    const answers = (await lists.exec()) ?? [];
    const fronts = names.map(([name, { queue }], at) => ({ name, queue, ids: ((answers[at]?.[1] ?? []) as string[]).reverse() }));
    const seen = await this.read(fronts.flatMap(({ queue, ids }) => ids.map((id) => queue.toKey(id))));
    this.seen = seen;
    return new Map(
      fronts.map(({ name, queue, ids }) => [
        name,
        ids.flatMap((messageId) => {
          const doorbell = seen.get(queue.toKey(messageId));
          return doorbell ? [{ messageId, doorbell }] : [];
        }),
      ]),
    );
  }

  /**
   * The next doorbell of a queue, if it fits; null when there is none or it does not.
   * @param messageId one further back, which is to be taken before those ahead of it.
   */
  async take(name: QueueName, fits: (needBytes: number) => boolean, messageId?: string): Promise<TakenDoorbell | null> {
    const pair = this.pairs.get(name);
    if (!pair || this.redis.status !== 'ready') return null;
    const [head] = (await pair.queue.getJobs(['waiting'], 0, 0, true)) as (Job | undefined)[];
    if (head === undefined) return null;
    if (messageId === undefined || head.id === messageId) {
      if (!fits(doorbellSchema.parse(head.data).needBytes)) return null;
    } else if (!(await this.lift(pair.queue, messageId))) return null;
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

  /** To the head of its queue; false where it does not wait there any more. */
  private async lift(queue: Queue, messageId: string): Promise<boolean> {
    const key = queue.toKey('wait');
    return (await this.redis.eval(liftScript, 1, key, messageId)) === 1;
  }

  /** Doorbells by the keys of their messages. One that is gone again, or is none of ours, is left out. */
  private async read(keys: readonly string[]): Promise<Map<string, Doorbell>> {
    const unknown = keys.filter((key) => !this.seen.has(key));
    const reads = this.redis.pipeline();
    for (const key of unknown) reads.hget(key, 'data');
    const answers = unknown.length === 0 ? [] : ((await reads.exec()) ?? []);
    const fresh = new Map<string, Doorbell>();
    for (const [at, key] of unknown.entries()) {
      const text = answers[at]?.[1];
      const { data } = typeof text === 'string' ? doorbellSchema.safeParse(JSON.parse(text)) : { data: undefined };
      if (data) fresh.set(key, data);
    }
    return new Map(
      keys.flatMap((key) => {
        const doorbell = this.seen.get(key) ?? fresh.get(key);
        return doorbell ? [[key, doorbell] as const] : [];
      }),
    );
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
