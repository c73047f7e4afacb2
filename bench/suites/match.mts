// Fuzzy matching of persons of our own making: CPU, growth with the rows, and what is found.
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as Engine from '@millrace/engine';
import { say } from '../../tools/services/processes.mts';
import { finish, type Figure } from '../support/figures.mts';
import { writePersonTable } from '../support/person-table.mts';
import { scriptFlags } from '../../tools/script-flags.mts';

const spec = {
  command: 'npm run bench -- match',
  about: 'Fuzzy matching of persons of our own making: CPU, growth with the rows, and what is found.',
  goals: ['100,000 rows: CPU ≤ 60 s', 'growth: exponent of the rows ≤ 1.2'],
  flags: { rows: { kind: 'numbers', default: '25000,50000,100000,200000', about: 'rows of the tables' } },
} as const;

const { findMatches, ingest } = createRequire(import.meta.url)('../../dist/libs/engine/src/index.js') as typeof Engine;

const duplicateShare = 0.1;
const pairsOf = (size: number): number => (size * (size - 1)) / 2;
const counted = (values: readonly string[]): number[] => {
  const sizes = new Map<string, number>();
  for (const value of values) sizes.set(value, (sizes.get(value) ?? 0) + 1);
  return [...sizes.values()];
};
const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

export const run = async (args: readonly string[]): Promise<never> => {
  const { values } = scriptFlags(spec, args);
  const folder = await mkdtemp(join(tmpdir(), 'millrace-match-'));
  const figures: Figure[] = [];
  const taken: { rows: number; cpu: number }[] = [];
  for (const rows of values.rows) {
    say(`${rows} rows …`);
    const [path, workingCopyPath] = [join(folder, `${rows}.csv`), join(folder, `${rows}.parquet`)];
    await writePersonTable(path, rows, duplicateShare, 7);
    const before = process.cpuUsage();
    const read = await ingest({ sourcePath: path, options: {}, outputPath: workingCopyPath, asidePath: join(folder, 'aside') });
    const found = findMatches({ workingCopyPath, ingest: read, ignore: ['id'], threshold: 0.95, review: 0.3 });
    const { user, system } = process.cpuUsage(before);
    const cpu = (user + system) / 1e6;
    taken.push({ rows, cpu });
    const who = Array.from({ length: rows }, (_, row) => found.cellsOf(row)[0]?.split('-')[0] ?? '');
    const truth = sum(counted(who).map(pairsOf));
    const claimed = sum(found.clusters.map(({ length }) => pairsOf(length)));
    const right = sum(found.clusters.flatMap((members) => counted(members.map((row) => who[row] ?? '')).map(pairsOf)));
    const add = (name: string, value: number, unit?: string, goal?: Figure['goal']) =>
      figures.push({ name: `${rows} rows: ${name}`, value, unit, goal });
    add('CPU', cpu, 's', rows === 100_000 ? { atMost: 60 } : undefined);
    add('pairs compared, a row', found.candidates / rows);
    add('precision', right / Math.max(1, claimed));
    add('recall', right / truth);
  }
  const [first, last] = [taken[0], taken.at(-1)];
  if (first && last && last.rows > first.rows)
    figures.push({
      name: 'growth: exponent of the rows',
      value: Math.log(last.cpu / first.cpu) / Math.log(last.rows / first.rows),
      goal: { atMost: 1.2 },
    });
  await rm(folder, { recursive: true });
  return finish('rows that are the same', figures, values.json);
};
