// Measures what profiles take of what admission estimates for them, each in a process of its own, over generated tables:
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import type * as Jobs from '@millrace/jobs';
import { root } from '../../tools/services/platform-processes.mts';
import { say } from '../../tools/services/processes.mts';
import { finish, quantile, type Figure } from '../support/figures.mts';
import { scriptFlags } from '../../tools/script-flags.mts';

const spec = {
  command: 'npm run calibrate',
  about: 'Measures what profiles take of what admission estimates for them, each in a process of its own, over generated tables.',
  goals: ['peak ÷ estimate, 0.95 quantile ≤ 1.3', 'reserved ÷ used, median ≤ 1.6', 'slowest estimate ≤ 1000 ms'],
  flags: {
    mb: { kind: 'numbers', default: '20,80', about: 'sizes of the tables in MB' },
    generator: { kind: 'text', default: join(dirname(root), 'shared/bench/generate.mjs'), about: 'the program that makes the tables' },
  },
} as const;

const { inspect, needByEstimate } = createRequire(import.meta.url)('../../dist/libs/jobs/src/index.js') as typeof Jobs;
const shapes = ['events', 'wide', 'text', 'sparse', 'numeric'] as const;
const MEBIBYTE = 1024 * 1024;

const { values } = scriptFlags(spec);
if (!existsSync(values.generator)) {
  say(`there is no table generator at ${values.generator}; name one with --generator`);
  process.exit(2);
}

/** The peak of anonymous memory of a profile, in bytes. */
const peakOf = async (file: string): Promise<number> => {
  const child = spawn(process.execPath, [...process.execArgv, join(root, 'bench/support/measured.mts'), 'ours', file], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, MALLOC_ARENA_MAX: '1', MALLOC_MMAP_THRESHOLD_: '262144', POLARS_MAX_THREADS: '1' },
  });
  let peak = 0;
  const sampler = setInterval(() => {
    try {
      peak = Math.max(peak, Number(/RssAnon:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0) * 1024);
    } catch {
      // It has just ended.
    }
  }, 20);
  const code = await new Promise((done) => child.once('close', done));
  clearInterval(sampler);
  if (code !== 0) throw new Error(`the profile of ${file} ended with ${String(code)}`);
  return peak;
};

const estimateOf = async (file: string): Promise<{ estimateBytes: number; milliseconds: number }> => {
  await using handle = await open(file);
  const read = async (start: number, length: number) => {
    const buffer = Buffer.alloc(length);
    return buffer.subarray(0, (await handle.read(buffer, 0, length, start)).bytesRead);
  };
  const startedAt = performance.now();
  const table = await inspect({ bytes: statSync(file).size, read }, 'csv', 'none');
  const milliseconds = performance.now() - startedAt;
  if (table === null) throw new Error(`nothing can be told of ${file}`);
  return { estimateBytes: needByEstimate(table, 'profile', { peakRatios: [], msPerByte: [] }, null).estimateBytes, milliseconds };
};

const folder = resolve(root, '.millrace/bench/calibrate');
mkdirSync(folder, { recursive: true });
const figures: Figure[] = [];
const [ratios, times]: [number[], number[]] = [[], []];
for (const megabytes of values.mb)
  for (const shape of shapes) {
    const file = join(folder, `${shape}-${megabytes}.csv`);
    execFileSync(process.execPath, [resolve(values.generator), '--mb', String(megabytes), '--shape', shape, '--out', file], {
      stdio: 'ignore',
    });
    say(`${shape}, ${megabytes} MB …`);
    const { estimateBytes, milliseconds } = await estimateOf(file);
    const peak = await peakOf(file);
    ratios.push(peak / estimateBytes);
    times.push(milliseconds);
    figures.push({ name: `${shape} ${megabytes} MB peak`, value: Math.round(peak / MEBIBYTE), unit: 'MB' });
    figures.push({ name: `${shape} ${megabytes} MB peak ÷ estimate`, value: peak / estimateBytes });
    rmSync(file);
  }
figures.push({ name: 'peak ÷ estimate, 0.95 quantile', value: quantile(ratios, 0.95), goal: { atMost: 1.3 } });
figures.push({ name: 'reserved ÷ used, median', value: 1.3 / quantile(ratios, 0.5), goal: { atMost: 1.6 } });
figures.push({ name: 'slowest estimate', value: Math.round(Math.max(...times)), unit: 'ms', goal: { atMost: 1000 } });
finish('calibrate: profiles of CSV', figures, values.json);
