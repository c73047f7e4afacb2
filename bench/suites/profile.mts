// The exact profile beside DuckDB and Polars on the same generated tables, each in a process of its own, paired in one run.
//   npm run bench -- profile [--mb 500] [--shapes events,wide,text,sparse,numeric] [--formats csv,parquet] [--rounds 1] [--generator FILE] [--json]
import { rmSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../../tools/services/platform-processes.mts';
import { say } from '../../tools/services/processes.mts';
import { finish, quantile, type Figure } from '../support/figures.mts';
import { defaultGenerator, generatedTable } from '../support/generated-table.mts';
import type { Peer } from '../support/measured.mts';
import { measurePeer, type Measured } from '../support/measure-peer.mts';

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
