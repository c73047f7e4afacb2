// Many large uploads at once, each profiled, on one worker of some budget: do all end, and what do all processes take together?
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { scriptFlags } from '../../tools/script-flags.mts';
import { root } from '../../tools/services/platform-processes.mts';
import { startPrivatePlatform } from '../../tools/services/private-platform.mts';
import { say } from '../../tools/services/processes.mts';
import { HostWatch } from '../admission/host-watch.mts';
import { makeDataset, type Dataset } from '../admission/mix.mts';
import { finish, type Figure } from '../support/figures.mts';
import { defaultGenerator } from '../support/generated-table.mts';
import { untilRunEnds, uploadFile } from '../support/platform-client.mts';

const spec = {
  command: 'npm run bench -- together',
  about: 'Many large uploads at once, each profiled, on one worker: with a large budget, and with a small one.',
  goals: ['not completed 0 on every budget', 'peak of all processes ≤ the budget and 1 GB'],
  flags: {
    uploads: { kind: 'number', default: '10', about: 'how many' },
    mb: { kind: 'number', default: '500', about: 'size of each in MB' },
    budgets: { kind: 'numbers', default: '4,1', about: 'budgets of the worker in GB, one run for each' },
    generator: { kind: 'text', default: defaultGenerator, about: 'the program that makes the tables' },
    keep: { kind: 'switch', about: 'leave the tables there' },
  },
} as const;
const [mebibyte, gibibyte] = [1024 ** 2, 1024 ** 3];

const runAll = async (folder: string, datasets: readonly Dataset[], gigabytes: number): Promise<Figure[]> => {
  const platform = await startPrivatePlatform(folder, {
    roles: ['api', 'data-worker'],
    env: { LOG_LEVEL: 'warn', WORKER_MEMORY_BUDGET: `${gigabytes}GB` },
  });
  const { api, 'data-worker': workers } = platform.processes;
  const watch = new HostWatch(
    workers.map(({ child }) => ({ name: 'worker', sizeBytes: gigabytes * gibibyte, pid: () => child.pid })),
    () => [...api, platform.redis, platform.mariadb].map(({ child }) => child.pid),
  );
  await sleep(6000);
  const started = performance.now();
  try {
    const runs = await Promise.all(
      datasets.map(async ({ path, name }) =>
        untilRunEnds(platform, (await uploadFile(platform, path, 'datasets', { name, run: 'profile' })).id),
      ),
    );
    const needs = runs.map(({ jobs }) => jobs[0].needBytes);
    return [
      { name: `${gigabytes} GB: not completed`, value: runs.filter(({ state }) => state !== 'completed').length, goal: { exactly: 0 } },
      { name: `${gigabytes} GB: samples over the budget`, value: watch.overcommitted, goal: { exactly: 0 } },
      {
        name: `${gigabytes} GB: peak of all processes`,
        value: Math.round(watch.peakBytes / mebibyte),
        unit: 'MB',
        goal: { atMost: (gigabytes + 1) * 1024 },
      },
      { name: `${gigabytes} GB: largest reservation`, value: Math.round(Math.max(...needs) / mebibyte), unit: 'MB' },
      { name: `${gigabytes} GB: started again`, value: runs.filter(({ jobs }) => jobs[0].attempt > 1).length },
      { name: `${gigabytes} GB: makespan`, value: (performance.now() - started) / 1000, unit: 's' },
    ];
  } finally {
    watch.stop();
    await platform.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};

export const run = async (args: readonly string[]): Promise<never> => {
  const { values } = scriptFlags(spec, args);
  const folder = join(root, '.millrace/bench/together');
  const datasets: Dataset[] = [];
  for (let at = 0; at < values.uploads; at += 1) {
    say(`table ${at + 1} of ${values.uploads} …`);
    const planned = {
      name: `events-${values.mb}.csv`,
      megabytes: values.mb,
      shape: 'events',
      format: 'csv',
      isSmall: false,
      seed: at + 1,
    } as const;
    datasets.push(await makeDataset(planned, values.generator, join(folder, 'datasets')));
  }
  const figures: Figure[] = [];
  for (const gigabytes of values.budgets) {
    say(`all at once, with ${gigabytes} GB …`);
    figures.push(...(await runAll(join(folder, 'platform'), datasets, gigabytes)));
  }
  if (!values.keep) rmSync(folder, { recursive: true, force: true });
  return finish(`together: ${values.uploads} uploads of ${values.mb} MB at once`, figures, values.json);
};
