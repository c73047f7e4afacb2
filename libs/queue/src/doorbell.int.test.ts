import type { QueueName } from '@millrace/contracts';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { TcpProxy } from '../../../test/support/tcp-proxy';
import { DoorbellConsumer } from './doorbell-consumer';
import { DoorbellPublisher, type Waiting } from './doorbell-publisher';
import { HoldStore } from './hold-store';

const until = async (condition: () => boolean | Promise<boolean>, milliseconds = 90_000) => {
  const end = Date.now() + milliseconds;
  while (Date.now() < end) {
    if (await condition()) return;
    await sleep(20);
  }
  throw new Error('it did not come about in time');
};
const waiting = (needBytes = 1, queue: QueueName = 'data-512mb'): Waiting => ({
  id: randomUUID(),
  queue,
  needBytes,
  requestId: 'r',
  attempt: 0,
  waitedMs: 0,
  expectedMs: null,
});

let proxy: TcpProxy;
let url: string;
let prefix: string;
let publisher: DoorbellPublisher;
const consumers: DoorbellConsumer[] = [];

/** What FLUSHALL and a restart without its data would leave of ours: nothing, and no script of anybody's. */
const forget = async (): Promise<void> => {
  const redis = new Redis(process.env['TEST_REDIS_URL'] ?? '');
  const keys = await redis.keys(`${prefix}:*`);
  if (keys.length > 0) await redis.del(...keys);
  await redis.script('FLUSH');
  redis.disconnect();
};

/** A consumer that takes whatever fits and notes it. */
const consumer = async (
  seen: string[],
  { fits = () => true, lockMs = 1000 }: { fits?: (needBytes: number) => boolean; lockMs?: number } = {},
) => {
  let wanted = true;
  let running = false;
  const pull = async () => {
    if (running) return;
    running = true;
    while (wanted) {
      wanted = false;
      for (let taken; (taken = await it.take('data-512mb', fits).catch(() => null));) {
        seen.push(taken.doorbell.jobId);
        await taken.acknowledge();
      }
    }
    running = false;
  };
  const ring = () => {
    wanted = true;
    void pull();
  };
  const it = new DoorbellConsumer({ url, prefix, queues: ['data-512mb'], onBell: ring, lockMs });
  consumers.push(it);
  await it.start();
  return { it, ring };
};

beforeEach(async () => {
  proxy = new TcpProxy(new URL(process.env['TEST_REDIS_URL'] ?? ''));
  await proxy.open();
  ({ url } = proxy);
  prefix = `test-${randomUUID()}`;
  publisher = new DoorbellPublisher(url, prefix);
  await until(() =>
    publisher.ping().then(
      () => true,
      () => false,
    ),
  );
});
afterEach(async () => {
  await Promise.all(consumers.splice(0).map((one) => one.close()));
  await publisher.close();
  await forget();
  await proxy.cut();
});

it('hands every doorbell to one consumer, soon, and leaves nothing in Redis', async () => {
  const seen: string[] = [];
  await consumer(seen);
  await consumer(seen);
  await sleep(200);
  const jobs = Array.from({ length: 50 }, () => waiting());
  await publisher.publish(jobs);
  await until(() => seen.length >= 50, 5000);
  await sleep(100);
  expect(seen.sort()).toEqual(jobs.map(({ id }) => id).sort());
  const redis = new Redis(url);
  expect(await redis.keys(`*${jobs[0]!.id}*`)).toEqual([]);
  redis.disconnect();
});

it('knows what waits and where, and rings once for a doorbell that is published twice', async () => {
  const jobs = [waiting(), waiting(), waiting()];
  await publisher.publish(jobs);
  await publisher.publish(jobs);
  const stranger = waiting();
  expect(await publisher.known([...jobs, stranger])).toEqual(new Set(jobs.map(({ id }) => id)));
  expect(await Promise.all(jobs.map((job) => publisher.position(job)))).toEqual([0, 1, 2]);
  expect(await publisher.position(stranger)).toBeNull();
  expect((await publisher.depths()).find(({ queue }) => queue === 'data-512mb')).toMatchObject({ waiting: 3 });
  const seen: string[] = [];
  const { ring } = await consumer(seen);
  await until(() => {
    ring();
    return seen.length === 3;
  });
  expect(seen).toEqual(jobs.map(({ id }) => id));
});

it('takes only what fits, in order', async () => {
  const [small, big] = [waiting(10), waiting(100)];
  await publisher.publish([small, big]);
  const seen: string[] = [];
  let room = 50;
  const { ring } = await consumer(seen, { fits: (need) => need <= room });
  await until(() => {
    ring();
    return seen.length === 1;
  });
  ring();
  await sleep(200);
  expect(seen).toEqual([small.id]);
  room = 100;
  ring();
  await until(() => seen.length === 2);
});

it('shows the first of every queue in order, and hands out one further back', async () => {
  const jobs = [waiting(1), waiting(2), { ...waiting(3), expectedMs: 5 }, waiting(4)];
  await publisher.publish(jobs);
  const { it: hand } = await consumer([], { fits: () => false });
  let front: Awaited<ReturnType<DoorbellConsumer['look']>> = new Map();
  await until(async () => (front = await hand.look(3)).size === 1);
  const seen = front.get('data-512mb')!;
  expect(seen.map(({ doorbell }) => doorbell.needBytes)).toEqual([1, 2, 3]);
  expect(seen[2]!.doorbell).toMatchObject({ jobId: jobs[2]!.id, expectedMs: 5 });
  const taken = await hand.take('data-512mb', () => true, seen[1]!.messageId);
  expect(taken?.doorbell.jobId).toBe(jobs[1]!.id);
  // It is gone; nothing else is given in its place.
  expect(await hand.take('data-512mb', () => true, seen[1]!.messageId)).toBeNull();
  expect((await hand.look(9)).get('data-512mb')!.map(({ doorbell }) => doorbell.needBytes)).toEqual([1, 3, 4]);
  await taken!.acknowledge();
});

it('keeps one hold a class, which its host alone renews and releases, and which goes by itself', async () => {
  const holds = new HoldStore(url, prefix, ['data-512mb', 'data-1gb']);
  await until(async () =>
    holds.keep({ queue: 'data-1gb', jobId: 'j', hostId: 'a', sinceMs: 5, untilMs: 10_300 }, 10_000).catch(() => false),
  );
  expect(await holds.keep({ queue: 'data-1gb', jobId: 'k', hostId: 'b', sinceMs: 6, untilMs: 11_000 }, 10_000)).toBe(false);
  await holds.release({ queue: 'data-1gb', hostId: 'b' });
  const [hold] = await holds.read(10_000);
  expect(hold).toMatchObject({ queue: 'data-1gb', jobId: 'j', hostId: 'a', sinceMs: 5 });
  expect(hold!.untilMs).toBeGreaterThan(10_000);
  expect(hold!.untilMs).toBeLessThanOrEqual(10_300);
  expect(await holds.keep({ ...hold!, untilMs: 10_400 }, 10_000)).toBe(true);
  // In its last millisecond it is no longer read, and still there.
  await until(() => holds.keep({ queue: 'data-1gb', jobId: 'k', hostId: 'b', sinceMs: 6, untilMs: 11_000 }, 10_000), 2000);
  await holds.release({ queue: 'data-1gb', hostId: 'b' });
  expect(await holds.read(0)).toEqual([]);
  holds.close();
});

it('keeps what is in hand for as long as its taker lives', async () => {
  const hand = await consumer([], { fits: () => false, lockMs: 600 });
  await publisher.publish([waiting()]);
  let taken: Awaited<ReturnType<DoorbellConsumer['take']>> = null;
  await until(async () => (taken = await hand.it.take('data-512mb', () => true)) !== null);
  const seen: string[] = [];
  await consumer(seen, { lockMs: 600 });
  await sleep(3000);
  expect(seen).toEqual([]);
  await taken!.acknowledge();
  expect((await publisher.depths()).find(({ queue }) => queue === 'data-512mb')).toMatchObject({ waiting: 0, active: 0 });
});

it('gives back what a consumer took and never acknowledged', async () => {
  const lost = await consumer([], { fits: () => false });
  const job = waiting();
  await publisher.publish([job]);
  await until(async () => (await lost.it.take('data-512mb', () => true)) !== null);
  await lost.it.close();
  const seen: string[] = [];
  const { ring } = await consumer(seen);
  await until(() => {
    ring();
    return seen.length === 1;
  });
  expect(seen).toEqual([job.id]);
});

it('puts back what it cannot use, ahead of the others', async () => {
  const jobs = [waiting(), waiting()];
  await publisher.publish(jobs);
  const hand = await consumer([], { fits: () => false });
  let taken: Awaited<ReturnType<DoorbellConsumer['take']>> = null;
  await until(async () => (taken = await hand.it.take('data-512mb', () => true)) !== null);
  await taken!.putBack();
  expect((await publisher.known(jobs)).size).toBe(2);
});

it('goes on after Redis has forgotten all, and after it was away', async () => {
  const seen: string[] = [];
  const { ring } = await consumer(seen);
  await forget();
  await publisher.publish([waiting()]);
  await until(() => seen.length === 1);
  await proxy.cut();
  await forget();
  const started = Date.now();
  await expect(publisher.publish([waiting()])).rejects.toMatchObject({ code: 'dependency-unavailable' });
  expect(Date.now() - started).toBeLessThan(30_000);
  await proxy.open();
  await until(() =>
    publisher.ping().then(
      () => true,
      () => false,
    ),
  );
  await publisher.publish([waiting()]);
  await until(() => {
    ring();
    return seen.length === 2;
  });
});
