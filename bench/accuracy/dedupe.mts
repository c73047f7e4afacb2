// Pairs of rows that are the same, in a table whose column rec_id says who each row is (rec-N-org, rec-N-dup-k), against those found without it.
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as Engine from '@millrace/engine';
import { finish, type Figure } from '../support/figures.mts';
import { scriptFlags } from '../../tools/script-flags.mts';

const spec = {
  command: 'npm run accuracy -- dedupe',
  about: 'Pairs of rows that are the same, in a table whose column rec_id says who each row is, against those found without it.',
  goals: ['precision ≥ 0.97', 'recall ≥ 0.95'],
  paths: [{ name: 'FILE', about: 'a table whose rec_id reads rec-N-org or rec-N-dup-k' }],
  flags: {},
} as const;

const { findMatches, ingest } = createRequire(import.meta.url)('../../dist/libs/engine/src/index.js') as typeof Engine;

const truthColumn = 'rec_id';
const pairsOf = (sizes: Iterable<number>): number => [...sizes].reduce((sum, size) => sum + (size * (size - 1)) / 2, 0);
const sizesOf = <T,>(values: readonly T[]): Map<T, number> => {
  const sizes = new Map<T, number>();
  for (const value of values) sizes.set(value, (sizes.get(value) ?? 0) + 1);
  return sizes;
};

export const run = async (args: string[]): Promise<never> => {
  const { values, paths } = scriptFlags(spec, args);
  const [file = ''] = paths;
  const folder = await mkdtemp(join(tmpdir(), 'millrace-dedupe-'));
  const workingCopyPath = join(folder, 'working.parquet');
  const read = await ingest({ sourcePath: file, options: {}, outputPath: workingCopyPath, asidePath: join(folder, 'aside') });
  const before = process.cpuUsage();
  const found = findMatches({ workingCopyPath, ingest: read, ignore: [truthColumn], threshold: 0.95, review: 0.3 });
  const { user, system } = process.cpuUsage(before);
  const truthAt = read.columns.findIndex(({ name }) => name === truthColumn);
  const whoIs = Array.from({ length: found.rows }, (_, row) => /^rec-(\d+)-/.exec(found.cellsOf(row)[truthAt]?.trim() ?? '')?.[1] ?? '');
  const truePairs = pairsOf(sizesOf(whoIs).values());
  const right = found.clusters.reduce((sum, rows) => sum + pairsOf(sizesOf(rows.map((row) => whoIs[row])).values()), 0);
  const claimed = pairsOf(found.clusters.map(({ length }) => length));
  await rm(folder, { recursive: true });
  const [precision, recall] = [right / Math.max(1, claimed), right / Math.max(1, truePairs)];
  const figures: Figure[] = [
    { name: 'rows', value: found.rows },
    { name: 'true pairs', value: truePairs },
    { name: 'pairs found', value: claimed },
    { name: 'of them right', value: right },
    { name: 'precision', value: precision, goal: { atLeast: 0.97 } },
    { name: 'recall', value: recall, goal: { atLeast: 0.95 } },
    { name: 'pairs to be looked at', value: found.reviewCount },
    { name: 'pairs compared', value: found.candidates },
    { name: 'CPU', value: (user + system) / 1e6, unit: 's' },
  ];
  return finish('rows that are the same, without rec_id', figures, values.json);
};
