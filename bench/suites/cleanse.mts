// A cleansing with its log beside the same steps written by hand for Polars, which keeps no log; each in a process of its own.
import { rmSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { root } from '../../tools/services/platform-processes.mts';
import { say } from '../../tools/services/processes.mts';
import { finish, quantile, type Figure } from '../support/figures.mts';
import { defaultGenerator, generatedTable } from '../support/generated-table.mts';
import { measurePeer, type Measured } from '../support/measure-peer.mts';
import { scriptFlags } from '../../tools/script-flags.mts';

const spec = {
  command: 'npm run bench -- cleanse',
  about: 'A cleansing with its log beside the same steps written by hand for Polars, which keeps no log; each in a process of its own.',
  goals: ['CPU and wall ÷ Polars ≤ 1.6', 'peak ÷ file ≤ 4.5'],
  flags: {
    mb: { kind: 'number', default: '500', about: 'size of the table as CSV, in MB' },
    shape: { kind: 'text', default: 'events', about: 'which table' },
    rounds: { kind: 'number', default: '1', about: 'measurements of each, of which the median counts' },
    lane: { kind: 'text', default: 'memory', about: 'how ours works: memory or outOfCore' },
    memory: { kind: 'number', default: '512', about: 'out of core, what the process may take, in MB' },
    dirt: { kind: 'number', default: '0', about: 'share of cells that are spoiled first' },
    generator: { kind: 'text', default: defaultGenerator, about: 'the program that makes the tables' },
  },
} as const;

const peers = ['cleanseOurs', 'cleansePolars'] as const;

export const run = async (args: readonly string[]): Promise<never> => {
  const { values } = scriptFlags(spec, args);
  const folder = resolve(root, '.millrace/bench/tables');
  const { generator, shape, lane } = values;
  const isOut = lane === 'outOfCore';
  const within = isOut ? [String(values.memory * 1024 ** 2)] : [];
  const file = generatedTable({ generator, folder, shape, megabytes: values.mb, format: 'csv', dirt: values.dirt });
  const taken: Record<(typeof peers)[number], Measured[]> = { cleanseOurs: [], cleansePolars: [] };
  for (let round = 0; round < values.rounds; round += 1)
    for (const peer of peers) {
      say(`${peer} …`);
      taken[peer].push(await measurePeer(peer, file, ...(peer === 'cleanseOurs' ? within : [])));
    }
  const of = (peer: (typeof peers)[number], what: 'cpu' | 'wall' | 'peak') => quantile(taken[peer].map((one) => one[what]), 0.5); // prettier-ignore
  const size = statSync(file).size;
  const figures: Figure[] = [{ name: 'size', value: Math.round(size / 1e6), unit: 'MB' }];
  for (const peer of peers)
    for (const what of ['cpu', 'wall'] as const) figures.push({ name: `${peer} ${what}`, value: of(peer, what), unit: 's' });
  for (const stage of ['ingestCpu', 'cleanseCpu'])
    figures.push({ name: `cleanseOurs ${stage}`, value: quantile(taken.cleanseOurs.map(({ result }) => result.stages?.[stage] ?? 0), 0.5), unit: 's' }); // prettier-ignore
  figures.push(
    ...(isOut ? [{ name: 'peak', value: of('cleanseOurs', 'peak') / 1024 ** 2, unit: 'MB', goal: { atMost: values.memory } }] : []),
    { name: 'cpu ÷ Polars', value: of('cleanseOurs', 'cpu') / of('cleansePolars', 'cpu'), ...(isOut ? {} : { goal: { atMost: 1.6 } }) },
    { name: 'wall ÷ Polars', value: of('cleanseOurs', 'wall') / of('cleansePolars', 'wall'), ...(isOut ? {} : { goal: { atMost: 1.6 } }) },
    { name: 'peak ÷ file', value: of('cleanseOurs', 'peak') / size, goal: { atMost: 4.5 } },
    { name: 'Polars peak ÷ file', value: of('cleansePolars', 'peak') / size },
  );
  rmSync(folder, { recursive: true, force: true });
  return finish(
    `cleanse: ${values.mb} MB of ${shape}${values.dirt > 0 ? `, ${values.dirt} of it spoiled` : ''}${isOut ? ', out of core' : ''}, median of ${values.rounds}`,
    figures,
    values.json,
  );
};
