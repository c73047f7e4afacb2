// The exact profile beside DuckDB and Polars on the same generated tables, each in a process of its own, paired in one run.
//   npm run bench -- profile [--mb 500] [--shapes events,wide,text,sparse,numeric] [--formats csv,parquet] [--rounds 1] [--generator FILE] [--json]
import { spawn } from 'node:child_process';
import { readFileSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../../tools/services/platform-processes.mts';
import { say } from '../../tools/services/processes.mts';
import { finish, quantile, type Figure } from '../support/figures.mts';
import { defaultGenerator, generatedTable } from '../support/generated-table.mts';
import type { Peer } from '../support/measured.mts';

interface Measured {
  readonly wall: number;
  readonly cpu: number;
  /** Most anonymous memory that was seen, in bytes. */
  readonly peak: number;
  readonly result: { readonly stages?: Record<string, number> };
}

const sampleMs = 20;
/** As the worker sets them for its children. */
const ourFlags = ['--max-semi-space-size=1'];
const allocator = { MALLOC_ARENA_MAX: '1', MALLOC_MMAP_THRESHOLD_: '32768', GLIBC_TUNABLES: 'glibc.malloc.tcache_count=0' };

const measure = async (peer: Peer, file: string): Promise<Measured> => {
  const script = join(import.meta.dirname, '../support/measured.mts');
  const child = spawn(process.execPath, [...process.execArgv, ...(peer === 'ours' ? ourFlags : []), script, peer, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...(peer === 'ours' ? allocator : {}) },
  });
  let [text, peak] = ['', 0];
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const sampler = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      peak = Math.max(peak, Number(/RssAnon:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024);
    } catch {
      // It has just ended.
    }
  }, sampleMs);
  const code = await new Promise((done) => child.once('close', done));
  clearInterval(sampler);
  if (code !== 0) throw new Error(`${peer} ended with ${String(code)} over ${file}`);
  return { ...(JSON.parse(text) as Omit<Measured, 'peak'>), peak };
};

const peers: readonly Peer[] = ['ours', 'exactSql', 'summarize', 'readAsText'];
const median = (values: readonly number[]): number => quantile(values, 0.5);

export const run = async (args: readonly string[]): Promise<never> => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      mb: { type: 'string', default: '500' },
      shapes: { type: 'string', default: 'events,wide,text,sparse,numeric' },
      formats: { type: 'string', default: 'csv,parquet' },
      rounds: { type: 'string', default: '1' },
      generator: { type: 'string', default: defaultGenerator },
      json: { type: 'boolean', default: false },
    },
  });
  const folder = resolve(root, '.millrace/bench/tables');
  const figures: Figure[] = [];
  for (const shape of values.shapes.split(','))
    for (const format of values.formats.split(',')) {
      const file = generatedTable({ generator: values.generator, folder, shape, megabytes: Number(values.mb), format });
      const taken = Object.fromEntries(peers.map((peer) => [peer, [] as Measured[]])) as Record<Peer, Measured[]>;
      for (let round = 0; round < Number(values.rounds); round += 1)
        for (const peer of peers) {
          say(`${shape}.${format}: ${peer} …`);
          taken[peer].push(await measure(peer, file));
        }
      const of = (peer: Peer, what: 'cpu' | 'wall' | 'peak') => median(taken[peer].map((one) => one[what]));
      const isGoal = shape === 'events' && format === 'csv';
      const add = (name: string, value: number, unit?: string, goal?: Figure['goal']) =>
        figures.push({ name: `${shape}.${format} ${name}`, value, unit, goal: isGoal ? goal : undefined });
      add('size', Math.round(statSync(file).size / 1e6), 'MB');
      for (const peer of peers) add(`${peer} cpu`, of(peer, 'cpu'), 's');
      for (const stage of ['ingestCpu', 'profileCpu'])
        add(`ours ${stage}`, median(taken.ours.map(({ result }) => result.stages?.[stage] ?? 0)), 's');
      for (const what of ['cpu', 'wall'] as const) {
        add(`${what} ÷ exact SQL`, of('ours', what) / of('exactSql', what), undefined, { atMost: 0.4 });
        add(`${what} ÷ SUMMARIZE`, of('ours', what) / of('summarize', what), undefined, { atMost: 1.2 });
        add(`${what} ÷ Polars reading`, of('ours', what) / of('readAsText', what));
      }
      add('peak', Math.round(of('ours', 'peak') / 1e6), 'MB');
      add('peak ÷ file', of('ours', 'peak') / statSync(file).size, undefined, { atMost: 0.6 });
      for (const peer of ['exactSql', 'summarize', 'readAsText'] as const)
        add(`${peer} peak ÷ file`, of(peer, 'peak') / statSync(file).size);
    }
  rmSync(folder, { recursive: true, force: true });
  return finish(`profile: ${values.mb} MB, median of ${values.rounds}`, figures, values.json);
};
