// The exact profile beside DuckDB and Polars on the same generated tables, each in a process of its own, paired in one run.
import { rmSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { root } from '../../tools/services/platform-processes.mts';
import { say } from '../../tools/services/processes.mts';
import { finish, quantile, type Figure } from '../support/figures.mts';
import { defaultGenerator, generatedTable } from '../support/generated-table.mts';
import type { Peer } from '../support/measured.mts';
import { measurePeer, type Measured } from '../support/measure-peer.mts';
import { scriptFlags } from '../../tools/script-flags.mts';

const spec = {
  command: 'npm run bench -- profile',
  about: 'The exact profile beside DuckDB and Polars on the same tables, each in a process of its own, paired in one run.',
  goals: ['on events.csv: CPU and wall ÷ exact SQL ≤ 0.4, ÷ SUMMARIZE ≤ 1.2; peak ÷ file ≤ 0.6'],
  flags: {
    mb: { kind: 'number', default: '500', about: 'size of each table as CSV, in MB' },
    shapes: { kind: 'text', default: 'events,wide,text,sparse,numeric', about: 'which tables' },
    formats: { kind: 'text', default: 'csv,parquet', about: 'which formats' },
    rounds: { kind: 'number', default: '1', about: 'measurements of each, of which the median counts' },
    generator: { kind: 'text', default: defaultGenerator, about: 'the program that makes the tables' },
  },
} as const;

const peers: readonly Peer[] = ['ours', 'exactSql', 'summarize', 'readAsText'];
const median = (values: readonly number[]): number => quantile(values, 0.5);

export const run = async (args: readonly string[]): Promise<never> => {
  const { values } = scriptFlags(spec, args);
  const folder = resolve(root, '.millrace/bench/tables');
  const figures: Figure[] = [];
  for (const shape of values.shapes.split(','))
    for (const format of values.formats.split(',')) {
      const file = generatedTable({ generator: values.generator, folder, shape, megabytes: values.mb, format });
      const taken = Object.fromEntries(peers.map((peer) => [peer, [] as Measured[]])) as Record<Peer, Measured[]>;
      for (let round = 0; round < values.rounds; round += 1)
        for (const peer of peers) {
          say(`${shape}.${format}: ${peer} …`);
          taken[peer].push(await measurePeer(peer, file));
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
