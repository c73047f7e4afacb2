import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleanse } from '../cleanse/cleanse';
import { ingest } from '../ingest/ingest';
import { suggestRecipe } from '../suggest/suggest-recipe';
import { csvOf, nameFrom, numbersFrom } from '../suggest/testing/faulty-table';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sources-'));
});
afterEach(() => rm(folder, { recursive: true }));

const header = ['id', 'source', 'what', 'one', 'two', 'three', 'four'];
type Rows = readonly (readonly string[])[];

/** Cleansed by the suggested recipe, against what is true: the columns are given in another order and under other names, too. */
const measured = async (
  dirty: Rows,
  clean: Rows,
  names: readonly string[] = header,
  order: readonly number[] = header.map((_, at) => at),
) => {
  const shuffled = { header: order.map((at) => names[at]!), rows: dirty.map((row) => order.map((at) => row[at]!)) };
  const [sourcePath, workingCopyPath] = [join(folder, 'in.csv'), join(folder, 'w.parquet')];
  await writeFile(sourcePath, csvOf(shuffled));
  const read = await ingest({ sourcePath, options: { header: true }, outputPath: workingCopyPath, asidePath: join(folder, 'aside') });
  const { recipe } = suggestRecipe({ workingCopyPath, ingest: read });
  const found = await cleanse({ workingCopyPath, ingest: read, recipe: { ...recipe, limits: { changedShare: 1 } }, outputDir: folder });
  const out = (await readFile(found.output.path, 'utf8')).trim().split('\n').slice(1).map((line) => line.split(',')); // prettier-ignore
  let [errors, repaired, wrong, damaged] = [0, 0, 0, 0];
  for (const [row, cells] of clean.entries())
    for (const [at, wanted] of cells.entries()) {
      const [before, after] = [dirty[row]![at]!, out[row]![order.indexOf(at)]!];
      if (before !== wanted) errors += 1;
      if (before !== wanted && after === wanted) repaired += 1;
      else if (before !== wanted && after !== before) wrong += 1;
      else if (before === wanted && after !== before) damaged += 1;
    }
  return { errors, repaired, wrong, damaged, steps: recipe.steps.map(({ step }) => step) };
};

const timeFrom = (random: (below: number) => number): string =>
  `${1 + random(12)}:${String(random(60)).padStart(2, '0')} ${random(2) === 0 ? 'a' : 'p'}.m.`;

/** What 30 sources, of which a third err often, say of 90 departures; some copy the errors of another one, some say nothing now and then. */
const told = (seed: number) => {
  const random = numbersFrom(seed);
  const [sources, keys] = [
    Array.from({ length: 30 }, (_, at) => `${nameFrom(random)}${at}`),
    Array.from({ length: 90 }, (_, at) => `${nameFrom(random)}-${at}`),
  ];
  const errsIn = sources.map((_, at) => (at % 3 === 0 ? 55 : at % 3 === 1 ? 2 : 15));
  const [clean, dirty]: [string[][], string[][]] = [[], []];
  for (const key of keys) {
    const facts = Array.from({ length: 4 }, () => timeFrom(random));
    const rumour = Array.from({ length: 4 }, () => timeFrom(random));
    for (const [at, source] of sources.entries()) {
      if (random(10) === 0) continue;
      const head = [String(clean.length + 1), source, key];
      const said = facts.map((fact, place) => {
        if (random(12) === 0) return '';
        if (random(100) >= errsIn[at]!) return fact;
        return random(3) === 0 ? rumour[place]! : random(3) === 0 ? `12/0${1 + random(9)}/2011 ${fact}` : timeFrom(random);
      });
      clean.push([...head, ...facts]);
      dirty.push([...head, ...said]);
    }
  }
  return { clean, dirty };
};

it.each([1, 2, 3])('makes sources agree that tell of the same things, and harms none that is right (seed %i)', async (seed) => {
  const { clean, dirty } = told(seed);
  const found = await measured(dirty, clean);
  expect(found.damaged).toBe(0);
  expect(found.steps).toContain('reconcileSources');
  expect(found.repaired / (found.repaired + found.wrong)).toBeGreaterThanOrEqual(0.99);
  expect(found.repaired / found.errors).toBeGreaterThan(0.8);
  const other = await measured(dirty, clean, ['x9', 'newsFeed', 'zz', 'm', 'k', 'b', 'a'], [4, 2, 6, 0, 3, 5, 1]);
  expect(other).toEqual(found);
});

it('leaves to people what may as well be stations, each with a weather of its own', async () => {
  const { clean, dirty } = told(1);
  expect(await measured(dirty, clean, header.with(1, 'station'))).toMatchObject({ steps: [], damaged: 0 });
});

const grid = (
  seed: number,
  cellsOf: (random: (below: number) => number, at: number, facts: readonly string[]) => readonly string[],
): Rows => {
  const random = numbersFrom(seed);
  const [sources, keys] = [
    Array.from({ length: 15 }, (_, at) => `${nameFrom(random)}${at}`),
    Array.from({ length: 60 }, (_, at) => `${nameFrom(random)}-${at}`),
  ];
  return keys.flatMap((key) => {
    const facts = Array.from({ length: 4 }, () => nameFrom(random));
    return sources.map((source, at) => [key + source, source, key, ...cellsOf(random, at, facts)]);
  });
};

it.each<[string, Rows]>([
  ['prices that shops make themselves', grid(4, (random, at, [a = '', b = '']) => [random(at % 3 === 0 ? 2 : 20) === 0 ? `${random(99)}.50` : `${a.length}9.90`, b, String(random(500)), nameFrom(random)])],
  ['texts that two countries have in part in their own language', grid(5, (random, at, facts) => facts.map((fact) => (at < 2 && random(2) === 0 ? `${fact}-${at}` : fact)))],
  ['figures of years', grid(6, (random) => Array.from({ length: 4 }, () => String(random(10_000))))],
  ['facts of which every source says the same', grid(7, (_, __, facts) => facts)],
  ['values of which none prevails', grid(8, (random, at, facts) => facts.map((fact) => `${fact}-${random(2 + (at % 4))}`))],
])('leaves alone %s', async (_, rows) => {
  expect(await measured(rows, rows)).toMatchObject({ errors: 0, damaged: 0 });
}); // prettier-ignore
