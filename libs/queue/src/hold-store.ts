import type { Redis } from 'ioredis';
import { consumerConnection } from './redis';

/** Room that a host keeps for the head of a class queue; of the clock of the caller, in milliseconds. */
export interface StoredHold {
  readonly queue: string;
  readonly jobId: string;
  readonly hostId: string;
  readonly sinceMs: number;
  readonly untilMs: number;
}

interface Value {
  readonly jobId: string;
  readonly hostId: string;
  readonly sinceMs: number;
}

const isOwn = "local held = redis.call('GET', KEYS[1]) if held and cjson.decode(held).hostId ~= ARGV[1] then return 0 end ";
const keepScript = `${isOwn} redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) return 1`;
const releaseScript = `${isOwn} redis.call('DEL', KEYS[1]) return 1`;

/**
 * The holds of all hosts, in Redis: one for each class queue, which goes by itself when it is not renewed. How long one has left is told by
 * Redis, so that the clocks of hosts need not agree. Losing Redis loses the holds, and the heads that they were for get new ones.
 */
export class HoldStore {
  private readonly redis: Redis;

  constructor(
    url: string,
    private readonly prefix: string,
    private readonly queues: readonly string[],
  ) {
    this.redis = consumerConnection(url);
  }

  /** Nothing while Redis does not answer. */
  async read(nowMs: number): Promise<StoredHold[]> {
    if (this.redis.status !== 'ready') return [];
    const reads = this.redis.pipeline();
    for (const queue of this.queues) reads.get(this.key(queue)).pttl(this.key(queue));
    const answers = (await reads.exec()) ?? [];
    return this.queues.flatMap((queue, at) => {
      const [text, leftMs] = [answers[2 * at]?.[1], Number(answers[2 * at + 1]?.[1])];
      if (typeof text !== 'string' || !(leftMs > 0)) return [];
      return [{ queue, ...(JSON.parse(text) as Value), untilMs: nowMs + leftMs }];
    });
  }

  /** Takes or renews a hold; false where another host has it. */
  async keep({ queue, jobId, hostId, sinceMs, untilMs }: StoredHold, nowMs: number): Promise<boolean> {
    const value: Value = { jobId, hostId, sinceMs };
    const leftMs = Math.max(1, Math.round(untilMs - nowMs));
    return (await this.redis.eval(keepScript, 1, this.key(queue), hostId, JSON.stringify(value), leftMs)) === 1;
  }

  async release({ queue, hostId }: Pick<StoredHold, 'queue' | 'hostId'>): Promise<void> {
    if (this.redis.status === 'ready') await this.redis.eval(releaseScript, 1, this.key(queue), hostId);
  }

  close(): void {
    this.redis.disconnect();
  }

  private key(queue: string): string {
    return `${this.prefix}:hold:${queue}`;
  }
}
