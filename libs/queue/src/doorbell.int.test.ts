import type { QueueName } from '@millrace/contracts';
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { DoorbellConsumer } from './doorbell-consumer';
import { DoorbellPublisher, type Waiting } from './doorbell-publisher';

const freePort = async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
};
const startRedis = (port: number): ChildProcess =>
  spawn('redis-server', ['--port', String(port), '--save', '', '--maxmemory-policy', 'noeviction'], { stdio: 'ignore' });
const until = async (condition: () => boolean | Promise<boolean>, milliseconds = 15_000) => {
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
});

let port: number;
let url: string;
let server: ChildProcess;
let publisher: DoorbellPublisher;
const consumers: DoorbellConsumer[] = [];

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
  const it = new DoorbellConsumer({ url, prefix: 'test', queues: ['data-512mb'], onBell: ring, lockMs });
  consumers.push(it);
  await it.start();
  return { it, ring };
};

beforeEach(async () => {
  port = await freePort();
  url = `redis://127.0.0.1:${port}`;
  server = startRedis(port);
  publisher = new DoorbellPublisher(url, 'test');
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
  server.kill('SIGKILL');
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

it('goes on after FLUSHALL and after a restart of Redis', async () => {
  const seen: string[] = [];
  const { ring } = await consumer(seen);
  const redis = new Redis(url);
  redis.on('error', () => undefined);
  await redis.flushall();
  redis.disconnect();
  await publisher.publish([waiting()]);
  await until(() => seen.length === 1);
  server.kill('SIGKILL');
  await once(server, 'exit');
  const started = Date.now();
  await expect(publisher.publish([waiting()])).rejects.toMatchObject({ code: 'dependency-unavailable' });
  expect(Date.now() - started).toBeLessThan(4000);
  server = startRedis(port);
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
}, 60_000);
