// The mix through a plain BullMQ queue: the same files, hosts of the same sizes, the same engine in memory, fixed concurrency.
import { join } from 'node:path';
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { rmSync, mkdirSync } from 'node:fs';
import { Queue, type Job } from 'bullmq';
import { Redis } from 'ioredis';
import { start, type Started } from '../../tools/services/processes.mts';
import { startRedis } from '../../tools/services/redis.mts';
import { busySeconds, HostWatch } from './host-watch.mts';
import type { ArmResult, Outcome } from './outcome.mts';
import type { Arm } from './platform-arm.mts';

const gibibyte = 1024 ** 3;
const queueName = 'plain';

const untilEnded = async (job: Job): Promise<boolean> => {
  for (;;) {
    const state = await job.getState();
    if (state === 'completed' || state === 'failed') return state === 'completed';
    await sleep(1000);
  }
};

export const runPlainly = async ({ folder, hostGigabytes, datasets, at }: Omit<Arm, 'env' | 'isHarmed'>): Promise<ArmResult> => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const redis = await startRedis(folder);
  const script = join(import.meta.dirname, 'plain-host.mts');
  const args = [...process.execArgv, script, redis.url, queueName, String(availableParallelism())];
  const hosts: Started[] = [];
  let over = false;
  const employ = (place: number) => {
    const host = start(process.execPath, args, { log: join(folder, 'logs/plain-host.log') });
    hosts[place] = host;
    host.child.once('exit', () => !over && setTimeout(() => !over && employ(place), 500));
  };
  hostGigabytes.forEach((_, place) => employ(place));
  const watch = new HostWatch(
    hostGigabytes.map((gigabytes, place) => ({
      name: `${gigabytes} GB`,
      sizeBytes: gigabytes * gibibyte,
      pid: () => hosts[place]?.child.pid,
    })),
  );
  const connection = new Redis(redis.url, { maxRetriesPerRequest: null });
  const queue = new Queue<{ path: string }>(queueName, { connection });
  const [started, busyBefore] = [performance.now(), busySeconds()];
  try {
    const outcomes = await Promise.all(
      datasets.map(async ({ name, path, isSmall }, place): Promise<Outcome> => {
        await sleep(at[place]);
        const added = await queue.add('profile', { path }, { attempts: 3 });
        const isDone = await untilEnded(added);
        const job = await queue.getJob(added.id ?? '');
        const processedOn = job?.processedOn ?? Number.NaN;
        return {
          name,
          isSmall,
          isDone,
          waitMs: processedOn - added.timestamp,
          runMs: (job?.finishedOn ?? Number.NaN) - processedOn,
          starts: Math.max(1, job?.attemptsStarted ?? 1),
          ranOut: (job?.attemptsStarted ?? 1) > 1,
          reservedBytes: null,
          usedBytes: null,
          hash: null,
        };
      }),
    );
    const makespanMs = performance.now() - started;
    return { outcomes, failures: [], harm: { kills: 0, flushes: 0 }, makespanMs, busySeconds: busySeconds() - busyBefore, ...watch.seen };
  } finally {
    over = true;
    watch.stop();
    await queue.close();
    connection.disconnect();
    await Promise.all(hosts.map((host) => host.stop('SIGKILL')));
    await redis.stop();
  }
};
