// From the POST of a 1 KB file to its stored profile, and where the time goes.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../tools/services/platform-processes.mts';
import { say } from '../../tools/services/processes.mts';
import { startPrivatePlatform } from '../../tools/services/private-platform.mts';
import { finish, quantile } from '../support/figures.mts';
import { scriptFlags } from '../../tools/script-flags.mts';

const spec = {
  command: 'npm run bench -- latency',
  about: 'From the POST of a 1 KB file to its stored profile, and where the time goes.',
  goals: ['p50 ≤ 400 ms'],
  flags: { count: { kind: 'number', default: '60', about: 'files, one after another' } },
} as const;

interface Job {
  readonly state: string;
  readonly timings: Record<string, number>;
}
interface Run {
  readonly id: string;
  readonly state: string;
  readonly jobs: readonly Job[];
}

const smallCsv = (at: number): string =>
  `id,name,amount,day\n${Array.from({ length: 28 }, (_, row) => `${at * 100 + row},customer ${row},${row}.5,2026-01-${String(row + 1).padStart(2, '0')}`).join('\n')}\n`;

/** Reads the run's events until it ends, as a client would that does not poll. */
const end = async (url: string, headers: Record<string, string>): Promise<Run> => {
  const answer = await fetch(url, { headers });
  let text = '';
  for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const found = /event: end\ndata: (.*)\n\n/.exec(text)?.[1];
    if (found !== undefined) return JSON.parse(found) as Run;
  }
  throw new Error('the events ended before the run did');
};

/** A commit cannot store how long it took itself: the worker logs it. */
const commitTimes = (log: string): number[] =>
  readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => line.includes('"attempt ended"'))
    .map((line) => (JSON.parse(line) as Job).timings['commitMs'] ?? Number.NaN);

const warmUps = 5;
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

export const run = async (args: readonly string[]): Promise<never> => {
  const { values } = scriptFlags(spec, args);
  const platform = await startPrivatePlatform(join(root, '.millrace/bench/latency'));
  const { url, headers } = platform;
  const took: number[] = [];
  const jobs: Job[] = [];
  const accepted: number[] = [];
  say(`${values.count} files of 1 KB, one after another …`);
  for (let at = 0; at < values.count + warmUps; at += 1) {
    const started = performance.now();
    const answer = await fetch(`${url}/v1/datasets?run=profile&name=small-${at}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'text/csv' },
      body: smallCsv(at),
    });
    const { run: begun } = (await answer.json()) as { run: Run };
    const answered = performance.now();
    const ended = await end(`${url}/v1/runs/${begun.id}/events`, headers);
    const milliseconds = performance.now() - started;
    if (ended.state !== 'completed') throw new Error(`run ${begun.id} is ${ended.state}`);
    if (at < warmUps) continue;
    took.push(milliseconds);
    accepted.push(answered - started);
    jobs.push(...ended.jobs);
  }
  await platform.stop();
  const commits = commitTimes(join(platform.logs, 'data-worker.log')).slice(warmUps);
  const whole = mean(took);
  const part = (...names: string[]): number => mean(jobs.map(({ timings }) => names.reduce((sum, name) => sum + (timings[name] ?? 0), 0)));
  const parts = {
    upload: mean(accepted),
    queue: part('queueMs', 'claimMs'),
    stageIn: part('stageInMs'),
    childStart: part('childStartMs'),
    engine: part('engineMs'),
    stageOut: part('stageOutMs'),
    commit: mean(commits),
  };
  const known = Object.values(parts).reduce((sum, value) => sum + value, 0);
  return finish(
    'latency: POST of 1 KB to completed profile',
    [
      { name: 'p50', value: quantile(took, 0.5), unit: 'ms', goal: { atMost: 400 } },
      { name: 'p95', value: quantile(took, 0.95), unit: 'ms' },
      ...Object.entries({ ...parts, rest: whole - known }).flatMap(([name, value]) => [
        { name: `${name}Ms`, value, unit: 'ms' },
        { name: `${name}Share`, value: value / whole },
      ]),
    ],
    values.json,
  );
};
