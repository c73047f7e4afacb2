// Measures what jobs of every kind take of what admission estimates for them: each through the whole platform, in the process that a worker
// starts for it, over generated tables.
import { execFileSync } from 'node:child_process';
import { createReadStream, createWriteStream, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGzip } from 'node:zlib';
import pl from 'nodejs-polars';
import { scriptFlags } from '../../tools/script-flags.mts';
import { root } from '../../tools/services/platform-processes.mts';
import { startPrivatePlatform, type PrivatePlatform } from '../../tools/services/private-platform.mts';
import { say } from '../../tools/services/processes.mts';
import { finish, quantile, type Figure } from '../support/figures.mts';
import { defaultGenerator } from '../support/generated-table.mts';
import { untilRunEnds, uploadFile, type JobAnswer, type RunAnswer } from '../support/platform-client.mts';

const spec = {
  command: 'npm run calibrate',
  about: 'Measures what jobs take of what admission estimates for them, through the platform, over generated tables.',
  goals: ['peak ÷ estimate of profiles, 0.95 quantile ≤ 1.3', 'reserved ÷ used of profiles, median ≤ 1.6'],
  flags: {
    mb: { kind: 'numbers', default: '5,40', about: 'sizes of the tables in MB' },
    shapes: { kind: 'text', default: 'events,wide,text,sparse,numeric', about: 'shapes of the tables' },
    formats: { kind: 'text', default: 'csv,csv.gz,ndjson,parquet', about: 'formats of the tables' },
    generator: { kind: 'text', default: defaultGenerator, about: 'the program that makes the tables' },
  },
} as const;
const MEBIBYTE = 1024 * 1024;
/** Until a kind has been learned, as in libs/jobs. */
const unlearned = 1.3;

const { values } = scriptFlags(spec);
if (!existsSync(values.generator)) {
  say(`there is no table generator at ${values.generator}; name one with --generator`);
  process.exit(2);
}

const folder = join(root, '.millrace/bench/calibrate');

const makeTable = async (shape: string, megabytes: number, format: string): Promise<string> => {
  const path = join(folder, `${shape}-${megabytes}.${format}`);
  const plain = format === 'ndjson' ? path : join(folder, `${shape}-${megabytes}.csv`);
  if (!existsSync(plain)) {
    const args = { mb: megabytes, shape, out: plain, format: format === 'ndjson' ? 'ndjson' : 'csv' };
    const flags = Object.entries(args).flatMap(([name, value]) => [`--${name}`, String(value)]);
    execFileSync(process.execPath, [resolve(values.generator), ...flags], { stdio: 'ignore' });
  }
  if (format === 'csv.gz') await pipeline(createReadStream(plain), createGzip({ level: 1 }), createWriteStream(path));
  if (format === 'parquet') pl.scanCSV(plain, { inferSchemaLength: 10_000 }).sinkParquet(path, { rowGroupSize: 100_000 }).collectSync();
  return path;
};

/**
 * Every kind of job over one table: a first version with a chain, its cleansing undone and previewed, its rows matched and the groups merged,
 * a second version compared with it.
 */
const jobsOver = async (platform: PrivatePlatform, path: string): Promise<JobAnswer[]> => {
  const chain = { name: 'table', run: 'profile,suggest,cleanse', recipe: '"suggested"' };
  const first = await untilRunEnds(platform, (await uploadFile(platform, path, 'datasets', chain)).id);
  const post = async (path: string, body: object): Promise<RunAnswer> => {
    const headers = { ...platform.headers, 'content-type': 'application/json' };
    return (await (await fetch(`${platform.url}/v1/${path}`, { method: 'POST', headers, body: JSON.stringify(body) })).json()) as RunAnswer;
  };
  const undone = await post(`runs/${first.id}/undo`, {});
  const previewed = await post(`datasets/${first.datasetId}/recipes:preview`, { recipe: 'suggested', sample: 'whole' });
  const second = await uploadFile(platform, path, `datasets/${first.datasetId}/versions`, { run: 'compare' });
  const matched = await post(`datasets/${first.datasetId}/records:match`, {});
  if (typeof matched.id === 'string') await untilRunEnds(platform, matched.id);
  const merged = await post(`runs/${matched.id}/records:merge`, {});
  const ids = [undone.id, previewed.id, second.id, matched.id, merged.id];
  const rest = ids.filter((id) => typeof id === 'string').map((id) => untilRunEnds(platform, id));
  return [first, ...(await Promise.all(rest))].flatMap(({ jobs }) => [...jobs]);
};

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const platform = await startPrivatePlatform(join(root, '.millrace/bench/calibrate-platform'), {
  roles: ['api', 'data-worker'],
  env: { LOG_LEVEL: 'warn', WORKER_MEMORY_BUDGET: '6GB', WORKER_CPU_SLOTS: '1' },
});
await sleep(6000);
const figures: Figure[] = [];
const taken = new Map<string, { readonly ratio: number; readonly wasted: number }[]>();
for (const megabytes of values.mb)
  for (const shape of values.shapes.split(','))
    for (const format of values.formats.split(',')) {
      const path = await makeTable(shape, megabytes, format);
      for (const { kind, estimateBytes, peakBytes } of await jobsOver(platform, path)) {
        if (estimateBytes === null || peakBytes === null) {
          figures.push({ name: `${kind}: ${shape} ${megabytes} MB ${format}`, value: 'not completed' });
          continue;
        }
        taken.set(kind, [
          ...(taken.get(kind) ?? []),
          { ratio: peakBytes / estimateBytes, wasted: (estimateBytes * unlearned) / peakBytes },
        ]);
        const [peak, estimate] = [Math.round(peakBytes / MEBIBYTE), Math.round(estimateBytes / MEBIBYTE)];
        say(`${kind}: ${shape} ${megabytes} MB ${format}: ${peak} MB of ${estimate} MB`);
      }
    }
await platform.stop();
rmSync(folder, { recursive: true, force: true });
for (const [kind, all] of taken) {
  const isProfile = kind === 'dataset.profile';
  const ratios = all.map(({ ratio }) => ratio);
  const wasted = all.map((one) => one.wasted);
  figures.push({ name: `${kind}: jobs`, value: all.length });
  figures.push({ name: `${kind}: peak ÷ estimate, median`, value: quantile(ratios, 0.5) });
  figures.push({
    name: `${kind}: peak ÷ estimate, 0.95 quantile`,
    value: quantile(ratios, 0.95),
    ...(isProfile && { goal: { atMost: unlearned } }),
  });
  figures.push({ name: `${kind}: reserved ÷ used, median`, value: quantile(wasted, 0.5), ...(isProfile && { goal: { atMost: 1.6 } }) });
}
finish('calibrate: peaks of jobs beside their estimates', figures, values.json);
