// Personal data in tables of our own making: of each type, how many columns that were called so are (precision), and how many that are
// were called so (recall). Column names that say nothing stand beside those that say what is in them; half of the columns are none,
// many of them look-alikes.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as Engine from '@millrace/engine';
import { finish } from '../support/figures.mts';
import { otherMakers, personalMakers, randomOf, type ColumnMaker, type Random } from './personal-columns.mts';
import { scriptFlags } from '../../tools/script-flags.mts';

const spec = {
  command: 'npm run accuracy -- pii',
  about: 'Personal data in tables of our own making: precision and recall of its types, half of the columns being none.',
  goals: ['of each type: precision ≥ 0.95, recall ≥ 0.9', 'of all: precision ≥ 0.98, recall ≥ 0.95', 'columns wrongly flagged ≤ 1 %'],
  flags: {
    tables: { kind: 'number', default: '80', about: 'how many' },
    seed: { kind: 'number', default: '1', about: 'the same tables for the same number' },
  },
} as const;

const { ingest, profile } = createRequire(import.meta.url)('../../dist/libs/engine/src/index.js') as typeof Engine;

const rows = 240;
const poorNameShare = 0.35;
const absentShare = 0.04;

interface MadeColumn extends ColumnMaker {
  readonly name: string;
}

const shuffled = <T,>(random: Random, all: readonly T[]): T[] =>
  all
    .map((value) => [random(), value] as const)
    .sort(([a], [b]) => a - b)
    .map(([, value]) => value);

/** Seven columns of personal data where the table is about persons, none to two where it is not, among seven others. */
const columnsOf = (random: Random): MadeColumn[] => {
  const isAboutPersons = random() < 0.6;
  const chosen = shuffled(random, personalMakers)
    .filter(({ needsPersons }) => isAboutPersons || !needsPersons)
    .slice(0, isAboutPersons ? 7 : Math.floor(random() * 3));
  const hasPerson = chosen.some(({ truth }) => truth.some((type) => type === 'person-name' || type === 'email' || type === 'phone'));
  const kept = chosen.filter(({ needsPersons }) => hasPerson || !needsPersons);
  const others = shuffled(random, otherMakers).slice(0, 7);
  const order = shuffled(random, [...kept, ...others]);
  // A postcode without a name that says so can be told only by what stands beside it.
  const place = kept.find(({ truth }) => truth.includes('street-address'));
  const code = kept.find(({ needsPlace }) => needsPlace);
  if (place && code) order.splice(order.indexOf(place), 0, ...order.splice(order.indexOf(code), 1));
  return order.map((maker, at) => {
    const isPoor = random() < poorNameShare && (!maker.needsPlace || place !== undefined);
    const names = isPoor ? maker.poorNames : maker.names;
    return { ...maker, name: `${names[Math.floor(random() * names.length)]}${isPoor ? `_${at}` : ''}` };
  });
};

const quoted = (cell: string): string => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

const tableOf = (columns: readonly MadeColumn[], random: Random): string => {
  const lines = Array.from({ length: rows }, () =>
    columns.map(({ cell }) => (random() < absentShare ? '' : quoted(cell(random)))).join(','),
  );
  return `${columns.map(({ name }) => quoted(name)).join(',')}\n${lines.join('\n')}\n`;
};

export const run = async (args: string[]): Promise<never> => {
  const { values } = scriptFlags(spec, args);
  const folder = await mkdtemp(join(tmpdir(), 'millrace-accuracy-'));
  const counts = new Map<string, { right: number; called: number; are: number }>();
  const countsOf = (type: string) => {
    const one = counts.get(type) ?? { right: 0, called: 0, are: 0 };
    counts.set(type, one);
    return one;
  };
  const mistakes = new Map<string, number>();
  let [others, flagged] = [0, 0];
  for (let table = 0; table < values.tables; table += 1) {
    const random = randomOf(values.seed * 1_000_003 + table);
    const made = columnsOf(random);
    const [sourcePath, outputPath] = [join(folder, 'in.csv'), join(folder, 'out.parquet')];
    await writeFile(sourcePath, tableOf(made, random));
    const read = await ingest({ sourcePath, options: { header: true }, outputPath, asidePath: join(folder, 'aside') });
    const { privacy } = await profile({ workingCopyPath: outputPath, ingest: read });
    for (const [position, { truth, label, name }] of made.entries()) {
      const called = privacy?.columns.find((column) => column.position === position)?.types.map(({ type }) => type) ?? [];
      if (truth.length === 0) {
        others += 1;
        if (called.length > 0) flagged += 1;
      }
      for (const type of truth) {
        countsOf(type).are += 1;
        if (called.includes(type)) countsOf(type).right += 1;
        else
          mistakes.set(
            `${label} "${name.replace(/_\d+$/, '')}" not called ${type}`,
            (mistakes.get(`${label} "${name.replace(/_\d+$/, '')}" not called ${type}`) ?? 0) + 1,
          );
      }
      for (const type of called) {
        countsOf(type).called += 1;
        if (!truth.includes(type))
          mistakes.set(
            `${label} "${name.replace(/_\d+$/, '')}" called ${type}`,
            (mistakes.get(`${label} "${name.replace(/_\d+$/, '')}" called ${type}`) ?? 0) + 1,
          );
      }
    }
  }
  await rm(folder, { recursive: true });
  if (!values.json) for (const [mistake, times] of [...mistakes].sort((a, b) => b[1] - a[1])) console.log(`    ${times} × ${mistake}`);
  const share = (part: number, of: number) => (of === 0 ? 1 : Number((part / of).toFixed(4)));
  const sum = (of: (one: { right: number; called: number; are: number }) => number) =>
    [...counts.values()].reduce((total, one) => total + of(one), 0);
  return finish(
    `Personal data in ${values.tables} tables, seed ${values.seed}`,
    [
      ...[...counts]
        .sort(([a], [b]) => a.localeCompare(b))
        .flatMap(([type, { right, called, are }]) => [
          { name: `${type}: precision`, value: share(right, called), unit: `of ${called}`, goal: { atLeast: 0.95 } },
          { name: `${type}: recall`, value: share(right, are), unit: `of ${are}`, goal: { atLeast: 0.9 } },
        ]),
      {
        name: 'all: precision',
        value: share(
          sum(({ right }) => right),
          sum(({ called }) => called),
        ),
        goal: { atLeast: 0.98 },
      },
      {
        name: 'all: recall',
        value: share(
          sum(({ right }) => right),
          sum(({ are }) => are),
        ),
        goal: { atLeast: 0.95 },
      },
      {
        name: 'columns without personal data that were flagged',
        value: share(flagged, others),
        unit: `of ${others}`,
        goal: { atMost: 0.01 },
      },
    ],
    values.json,
  );
};
