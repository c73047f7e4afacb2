// The mix through the whole platform: three worker hosts of different sizes, files uploaded as they come.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startRole } from '../../tools/services/platform-processes.mts';
import { startPrivatePlatform, type PrivatePlatform } from '../../tools/services/private-platform.mts';
import type { Started } from '../../tools/services/processes.mts';
import { read, untilRunEnds, uploadFile, type RunAnswer } from '../support/platform-client.mts';
import { Harm } from './harm.mts';
import { busySeconds, HostWatch } from './host-watch.mts';
import type { Dataset } from './mix.mts';
import type { ArmResult, Outcome } from './outcome.mts';

const gibibyte = 1024 ** 3;

export interface Arm {
  readonly folder: string;
  readonly hostGigabytes: readonly number[];
  readonly datasets: readonly Dataset[];
  /** Milliseconds from the start, for each dataset. */
  readonly at: readonly number[];
  readonly env?: NodeJS.ProcessEnv;
  /** Hosts are killed and Redis is emptied meanwhile. */
  readonly isHarmed?: boolean;
}

/** Of what the profile says of the columns. */
const hashOf = async (platform: PrivatePlatform, { id, state }: RunAnswer): Promise<string | null> => {
  if (state !== 'completed') return null;
  const { columns } = (await read(platform, `runs/${id}/profile`)) as { columns: { metrics: object }[] };
  // Both lanes agree to 12 digits.
  const rounded = (_: string, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(9)) : value);
  return createHash('sha256')
    .update(
      JSON.stringify(
        columns.map(({ metrics }) => Object.entries(metrics).toSorted(([a], [b]) => (a < b ? -1 : 1))),
        rounded,
      ),
    )
    .digest('hex');
};

const milliseconds = (from: string | null, to: string | null): number =>
  from === null || to === null ? Number.NaN : Date.parse(to) - Date.parse(from);

const follow = async (platform: PrivatePlatform, dataset: Dataset): Promise<Outcome> => {
  const accepted = await uploadFile(platform, dataset.path, 'datasets', { run: 'profile', name: dataset.name });
  const run = await untilRunEnds(platform, accepted.id);
  const [first, last] = [accepted.jobs[0], run.jobs[0]];
  return {
    name: dataset.name,
    isSmall: dataset.isSmall,
    isDone: run.state === 'completed',
    waitMs: milliseconds(last.createdAt, last.startedAt),
    runMs: milliseconds(last.startedAt, last.finishedAt),
    starts: last.attempt,
    ranOut: last.needBytes > first.needBytes,
    reservedBytes: last.needBytes,
    usedBytes: last.peakBytes,
    hash: await hashOf(platform, run),
  };
};

/** Worker hosts of some sizes, each started again when it is killed. */
const employ = (platform: PrivatePlatform, hostGigabytes: readonly number[]) => {
  const hosts: Started[] = [];
  let over = false;
  const start = (at: number) => {
    const env = { ...platform.env, WORKER_MEMORY_BUDGET: `${hostGigabytes[at]}GB`, SCRATCH_DIR: join(platform.folder, `scratch-${at}`) };
    const host = startRole('data-worker', env, platform.logs);
    hosts[at] = host;
    host.child.once('exit', () => !over && setTimeout(() => !over && start(at), 500));
  };
  hostGigabytes.forEach((_, at) => start(at));
  return {
    pids: () => hosts.map(({ child }) => child.pid),
    stop: async () => {
      over = true;
      await Promise.all(hosts.map((host) => host.stop()));
    },
  };
};

/** Why attempts failed, as the workers' logs have it. */
const failuresIn = (log: string): string[] =>
  !existsSync(log)
    ? []
    : readFileSync(log, 'utf8')
        .split('\n')
        .filter((line) => line.includes('"attempt failed"'))
        .map((line) => {
          const { code, stage, detail } = JSON.parse(line) as Record<string, string>;
          return `${code} at ${stage}: ${detail}`;
        });

export const runOnPlatform = async ({ folder, hostGigabytes, datasets, at, env = {}, isHarmed = false }: Arm): Promise<ArmResult> => {
  const settings = { LOG_LEVEL: 'warn', UPLOAD_MAX_BYTES: '64GB', LEASE_SECONDS: '10', JOB_MAX_STARTS: '100', ...env };
  const platform = await startPrivatePlatform(folder, { roles: ['api'], env: settings });
  const workers = employ(platform, hostGigabytes);
  const watch = new HostWatch(
    hostGigabytes.map((gigabytes, host) => ({ name: `${gigabytes} GB`, sizeBytes: gigabytes * gibibyte, pid: () => workers.pids()[host] })),
    () => platform.processes.api.map(({ child }) => child.pid),
  );
  // Hosts say what they offer before anything is asked of them.
  await sleep(6000);
  const harm = isHarmed ? new Harm(platform.redis.url, () => workers.pids()) : null;
  const [started, busyBefore] = [performance.now(), busySeconds()];
  try {
    const outcomes = await Promise.all(
      datasets.map(async (dataset, place) => {
        await sleep(at[place]);
        return follow(platform, dataset);
      }),
    );
    const makespanMs = performance.now() - started;
    const { seen } = watch;
    const failures = failuresIn(join(platform.logs, 'data-worker.log'));
    return {
      outcomes,
      failures,
      harm: { kills: harm?.kills ?? 0, flushes: harm?.flushes ?? 0 },
      makespanMs,
      busySeconds: busySeconds() - busyBefore,
      ...seen,
    };
  } finally {
    watch.stop();
    await harm?.stop();
    await workers.stop();
    await platform.stop();
  }
};
