// Every */dirty.csv of a folder, cleansed by the recipe that is suggested for it, compared cell by cell with its clean.csv.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as Engine from '@millrace/engine';
import { finish, type Figure } from '../support/figures.mts';
import { anonymise } from './cleanse/anonymise.mts';
import { readCells, type Table } from './cleanse/read-cells.mts';
import { score, type Score } from './cleanse/score.mts';
import { scriptFlags } from '../../tools/script-flags.mts';

const spec = {
  command: 'npm run accuracy -- cleanse',
  about: 'Every */dirty.csv of a folder, cleansed by the recipe that is suggested for it, compared cell by cell with its clean.csv.',
  goals: ['good cells damaged ≤ 0.02 %, no row lost', 'hospital: precision ≥ 0.99, recall ≥ 0.9', 'beers: precision ≥ 0.99, recall ≥ 0.95'],
  paths: [{ name: 'FOLDER', about: 'a folder of folders, each with dirty.csv and clean.csv' }],
  flags: {
    anonymise: { kind: 'switch', about: 'rename and shuffle the columns first' },
    show: { kind: 'switch', about: 'the steps, and examples of what went wrong' },
  },
} as const;

const { cleanse, suggestRecipe } = createRequire(import.meta.url)('../../dist/libs/engine/src/index.js') as typeof Engine;

/** Goals that hold for tables of these names beyond those that hold for all. */
const goals: Readonly<Record<string, { readonly precision: number; readonly recall: number }>> = {
  hospital: { precision: 0.99, recall: 0.9 },
  beers: { precision: 0.99, recall: 0.95 },
};

interface Measured {
  readonly table: string;
  readonly score: Score;
  readonly steps: readonly string[];
  readonly seconds: number;
}

const cleanseTable = async (
  dirty: Table,
  folder: string,
): Promise<{ readonly cleansed: Table; readonly kept: readonly number[]; readonly steps: readonly string[] }> => {
  const { recipe, steps } = suggestRecipe(dirty);
  const found = await cleanse({ ...dirty, recipe, outputDir: folder });
  const aside = (await readFile(found.quarantine.ndjsonPath, 'utf8')).split('\n').filter((line) => line !== '');
  const left = new Set(aside.map((line) => (JSON.parse(line) as { row: number }).row));
  const kept = Array.from({ length: dirty.ingest.rows }, (_, row) => row).filter((row) => !left.has(row));
  return {
    cleansed: await readCells(found.output.path, folder),
    kept,
    steps: steps.map(
      ({ step, safe, expectedChanges, confidence }) => `${safe ? '+' : '-'} ${step.step} ${expectedChanges} (${confidence.toFixed(3)})`,
    ),
  };
};

export const run = async (args: string[]): Promise<never> => {
  const { values, paths } = scriptFlags(spec, args);
  const [source = ''] = paths;
  const folder = await mkdtemp(join(tmpdir(), 'millrace-accuracy-'));
  const results: Measured[] = [];
  const entries = await readdir(source, { withFileTypes: true });
  for (const table of entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()) {
    const read = await readCells(join(source, table, 'dirty.csv'), folder);
    const clean = await readCells(join(source, table, 'clean.csv'), folder);
    const { dirty, orderOf } = values.anonymise ? await anonymise(read, folder) : { dirty: read, orderOf: (at: number) => at };
    const start = process.cpuUsage();
    const { cleansed, kept, steps } = await cleanseTable(dirty, folder);
    const { user, system } = process.cpuUsage(start);
    const cells = { dirty: read.cells, clean: clean.cells, cleansed: read.cells.map((_, at) => cleansed.cells[orderOf(at)] ?? []) };
    results.push({ table, score: score(cells, kept), steps, seconds: (user + system) / 1e6 });
    if (values.show) for (const line of [...steps, ...score(cells, kept).examples]) console.log(`  ${table}: ${line}`);
  }
  await rm(folder, { recursive: true });
  const figures = results.flatMap(({ table, score: found, seconds }): Figure[] => {
    const goal = goals[table];
    return [
      { name: `${table}: errors`, value: found.errors },
      { name: `${table}: repaired`, value: found.repaired },
      { name: `${table}: wrongly repaired`, value: found.wrong },
      { name: `${table}: good cells damaged`, value: found.damaged },
      { name: `${table}: good cells damaged, share`, value: found.damagedShare * 100, unit: '%', goal: { atMost: 0.02 } },
      { name: `${table}: rows lost`, value: found.rowsLost, goal: { exactly: 0 } },
      { name: `${table}: precision`, value: found.precision, ...(goal && { goal: { atLeast: goal.precision } }) },
      { name: `${table}: recall`, value: found.recall, ...(goal && { goal: { atLeast: goal.recall } }) },
      { name: `${table}: F1`, value: found.f1 },
      { name: `${table}: CPU`, value: seconds, unit: 's' },
    ];
  });
  return finish(`cleansed by the suggested recipe${values.anonymise ? ', columns renamed and shuffled' : ''}`, figures, values.json);
};
