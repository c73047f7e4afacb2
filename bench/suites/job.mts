// Processor time of one profile through the whole platform, from its upload to the stored result.
import { createReadStream, statSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from '../../tools/services/platform-processes.mts';
import { say } from '../../tools/services/processes.mts';
import { startPrivatePlatform, type PrivatePlatform } from '../../tools/services/private-platform.mts';
import { finish } from '../support/figures.mts';
import { defaultGenerator, generatedTable } from '../support/generated-table.mts';
import { cpuSeconds, treeCpuSeconds } from '../support/process-figures.mts';
import { scriptFlags } from '../../tools/script-flags.mts';

const spec = {
  command: 'npm run bench -- job',
  about: 'Processor time of one profile through the whole platform, from its upload to the stored result.',
  goals: ['cpu of the job ≤ 6 s'],
  flags: {
    mb: { kind: 'number', default: '103', about: 'size of the table as CSV, in MB' },
    shape: { kind: 'text', default: 'events', about: 'which table' },
    generator: { kind: 'text', default: defaultGenerator, about: 'the program that makes the tables' },
  },
} as const;

interface Run {
  readonly id: string;
  readonly state: string;
  readonly jobs: readonly {
    readonly attempt: number;
    readonly needBytes: number;
    readonly peakBytes: number | null;
    readonly timings: Record<string, number>;
  }[];
}

const upload = async ({ url, headers }: PrivatePlatform, file: string, name: string): Promise<Run> => {
  const answer = await fetch(`${url}/v1/datasets?run=profile&name=${name}`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'text/csv', 'content-length': String(statSync(file).size) },
    body: Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>,
    duplex: 'half',
  });
  if (answer.status !== 202) throw new Error(`the upload was answered with ${answer.status}: ${await answer.text()}`);
  const { run } = (await answer.json()) as { run: Run };
  return run;
};

const ended = async ({ url, headers }: PrivatePlatform, id: string): Promise<Run> => {
  for (;;) {
    const run = (await (await fetch(`${url}/v1/runs/${id}`, { headers })).json()) as Run;
    if (run.state === 'completed') return run;
    if (run.state === 'failed' || run.state === 'cancelled') throw new Error(`run ${id} is ${run.state}`);
    await sleep(500);
  }
};

export const run = async (args: readonly string[]): Promise<never> => {
  const { values } = scriptFlags(spec, args);
  const { shape, generator } = values;
  const file = generatedTable({
    generator,
    folder: join(root, '.millrace/bench/tables'),
    shape,
    megabytes: values.mb,
    format: 'csv',
  });
  const platform = await startPrivatePlatform(join(root, '.millrace/bench/job'), { roles: ['api', 'data-worker'] });
  const cpu = (role: 'api' | 'data-worker'): number =>
    platform.processes[role].reduce((sum, { child }) => sum + treeCpuSeconds(child.pid ?? 0), 0);
  say(`a profile of ${values.mb} MB of ${shape} …`);
  const parent = (): number => platform.processes['data-worker'].reduce((sum, { child }) => sum + cpuSeconds(child.pid ?? 0), 0);
  // What a start costs is not the job's.
  await sleep(3000);
  const before = { api: cpu('api'), worker: cpu('data-worker'), parent: parent() };
  const started = performance.now();
  const accepted = await upload(platform, file, `${shape}.csv`);
  const uploaded = performance.now();
  const job = (await ended(platform, accepted.id)).jobs[0];
  const wall = (performance.now() - started) / 1000;
  const [api, worker, ofParent] = [cpu('api') - before.api, cpu('data-worker') - before.worker, parent() - before.parent];
  await platform.stop();
  return finish(
    `job: a profile of ${values.mb} MB through the platform`,
    [
      { name: 'cpu of the job', value: worker, unit: 's', goal: { atMost: 6 } },
      { name: 'of it in the worker itself', value: ofParent, unit: 's' },
      { name: 'cpu of the upload', value: api, unit: 's' },
      { name: 'wall, upload', value: (uploaded - started) / 1000, unit: 's' },
      { name: 'wall, whole', value: wall, unit: 's' },
      { name: 'attempts', value: job?.attempt ?? 0, goal: { atMost: 1 } },
      { name: 'reserved for the job', value: (job?.needBytes ?? 0) / 1e6, unit: 'MB' },
      { name: 'peak of the job', value: (job?.peakBytes ?? 0) / 1e6, unit: 'MB' },
      ...Object.entries(job?.timings ?? {}).map(([name, value]) => ({ name, value, unit: 'ms' })),
    ],
    values.json,
  );
};
