// A table of generate.mjs with planted faults, cleansed by the recipe that is suggested for it, against the list of what was planted.
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Change } from '@millrace/contracts';
import type * as Engine from '@millrace/engine';
import { finish, type Figure } from '../support/figures.mts';
import { readCells } from './cleanse/read-cells.mts';
import { scriptFlags } from '../../tools/script-flags.mts';

const spec = {
  command: 'npm run accuracy -- generated',
  about: 'A table with planted faults, cleansed by the recipe that is suggested for it, against the list of what was planted.',
  goals: ['no good cell damaged', 'of spaces, null tokens, date orders and case: none wrongly repaired, recall ≥ 0.98'],
  paths: [{ name: 'GENERATOR', about: 'the program that makes the table (../shared/bench/generate.mjs)', isOptional: true }],
  flags: {
    show: { kind: 'switch', about: 'what went wrong' },
    mb: { kind: 'text', default: '5', about: 'size of the table in MB' },
    dirt: { kind: 'text', default: '0.02', about: 'share of planted faults' },
    seed: { kind: 'text', default: '1', about: 'the same table for the same number' },
    shape: { kind: 'text', default: 'events', about: 'which table' },
  },
} as const;

const { cleanse, suggestRecipe } = createRequire(import.meta.url)('../../dist/libs/engine/src/index.js') as typeof Engine;

/** Kinds of fault that must be repaired, whatever the table. */
const surely: ReadonlySet<string> = new Set(['space', 'null_token', 'date_order', 'case']);

interface Planted {
  readonly clean: string;
  readonly kind: string;
}

const place = (row: number, column: string): string => `${row} ${column}`;

/** Planted faults by place. A repeated row repeats the faults of the one before it. */
const plantedIn = (truth: { readonly cells: readonly (readonly string[])[] }, columns: readonly string[]) => {
  const [rows = [], names = [], clean = [], , kinds = []] = truth.cells;
  const planted = new Map<string, Planted>();
  const repeated = new Set<number>();
  for (const [at, row] of rows.entries()) {
    if (names[at] !== '*') planted.set(place(Number(row), names[at]!), { clean: clean[at]!, kind: kinds[at]! });
    else {
      repeated.add(Number(row));
      for (const column of columns) {
        const above = planted.get(place(Number(row) - 1, column));
        if (above) planted.set(place(Number(row), column), above);
      }
    }
  }
  return { planted, repeated };
};

interface Tally {
  planted: number;
  repaired: number;
  wrong: number;
}

const readLines = async <T,>(path: string): Promise<T[]> =>
  (await readFile(path, 'utf8')).split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as T]));

export const run = async (args: string[]): Promise<never> => {
  const { values, paths } = scriptFlags(spec, args);
  const generator = resolve(paths[0] ?? '../shared/bench/generate.mjs');
  const folder = await mkdtemp(join(tmpdir(), 'millrace-accuracy-'));
  const path = join(folder, 'generated.csv');
  const { mb, dirt, seed, shape } = values;
  execFileSync(process.execPath, [generator, '--mb', mb, '--dirt', dirt, '--seed', seed, '--shape', shape, '--out', path], {
    stdio: 'ignore',
  });
  const dirty = await readCells(path, folder);
  const columns = dirty.ingest.columns.map(({ name }) => name);
  const { planted, repeated } =
    Number(dirt) > 0
      ? plantedIn(await readCells(`${path}.truth.csv`, folder), columns)
      : { planted: new Map<string, Planted>(), repeated: new Set<number>() };
  const { recipe, steps } = suggestRecipe(dirty);
  const found = await cleanse({ ...dirty, recipe, outputDir: folder });
  if (values.show)
    for (const { step, safe, expectedChanges, evidence } of steps)
      console.log(`  ${safe ? '+' : '-'} ${JSON.stringify(step)} ${expectedChanges}: ${evidence.join(' ')}`);
  const last = new Map<string, Change>();
  for (const change of await readLines<Change>(found.changes.ndjsonPath)) last.set(place(change.row, change.column), change);
  await rm(folder, { recursive: true });
  const kinds = new Map<string, Tally>();
  for (const [where, { clean, kind }] of planted) {
    const tally = kinds.get(kind) ?? { planted: 0, repaired: 0, wrong: 0 };
    kinds.set(kind, tally);
    tally.planted += 1;
    const change = last.get(where);
    // What a token replaced is gone: an absent cell is the most that can be had back.
    const wanted = kind === 'null_token' ? null : clean;
    if (change?.after === wanted) tally.repaired += 1;
    else if (change) tally.wrong += 1;
    if (change && change.after !== wanted && values.show)
      console.log(`  ${kind}: ${JSON.stringify(change)}, not ${JSON.stringify(wanted)}`);
  }
  const damage = [...last].filter(([where]) => !planted.has(where)).map(([, change]) => change);
  if (values.show) for (const change of damage.slice(0, 20)) console.log(`  damaged: ${JSON.stringify(change)}`);
  const figures = [...kinds].sort().flatMap(([kind, { planted: all, repaired, wrong }]): Figure[] => [
    { name: `${kind}: planted`, value: all },
    { name: `${kind}: repaired`, value: repaired },
    { name: `${kind}: wrongly repaired`, value: wrong, ...(surely.has(kind) && { goal: { exactly: 0 } }) },
    { name: `${kind}: abstained`, value: all - repaired - wrong },
    { name: `${kind}: recall`, value: repaired / all, ...(surely.has(kind) && { goal: { atLeast: 0.98 } }) },
  ]);
  return finish(
    `generated, shape ${shape}, dirt ${dirt}, cleansed by the suggested recipe`,
    [
      ...figures,
      { name: 'repeated rows: planted', value: repeated.size },
      { name: 'repeated rows: set aside', value: found.quarantine.count },
      { name: 'good cells damaged', value: damage.length, goal: { exactly: 0 } },
    ],
    values.json,
  );
};
