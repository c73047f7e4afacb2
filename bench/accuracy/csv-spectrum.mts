// Every table of a csv-spectrum folder (csvs/X.csv, json/X.json), read by the engine and compared cell by cell with its JSON.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type * as Engine from '@millrace/engine';
import pl from 'nodejs-polars';
import { finish } from '../support/figures.mts';
import { correct, type Row } from './csv-errata.mts';
import { scriptFlags } from '../../tools/script-flags.mts';

const spec = {
  command: 'npm run accuracy -- csv',
  about: 'Every table of a csv-spectrum folder (csvs/X.csv, json/X.json), read by the engine and compared cell by cell with its JSON.',
  goals: ['12 tables at least, all equal'],
  paths: [{ name: 'FOLDER', about: 'a checkout of csv-spectrum' }],
  flags: {},
} as const;

const { ingest } = createRequire(import.meta.url)('../../dist/libs/engine/src/index.js') as typeof Engine;

/** The rows as the working copy has them; an absent cell is the empty string that the collection writes for it. */
const readRows = async (sourcePath: string, folder: string): Promise<Row[]> => {
  const outputPath = join(folder, `${basename(sourcePath)}.parquet`);
  const { columns } = await ingest({ sourcePath, options: {}, outputPath, asidePath: `${outputPath}.aside` });
  const records = pl.scanParquet(outputPath).collectSync().toRecords() as Record<string, string | null>[];
  return records.map((record) => Object.fromEntries(columns.map(({ position, name }) => [name, record[`c${position}`] ?? ''])));
};

type Verdict = 'equal' | 'equal, the collection corrected' | 'different';

interface Comparison {
  readonly table: string;
  readonly verdict: Verdict;
  readonly notes: readonly string[];
}

const compare = async (source: string, table: string, folder: string): Promise<Comparison> => {
  const path = join(source, 'csvs', `${table}.csv`);
  const json = JSON.parse(await readFile(join(source, 'json', `${table}.json`), 'utf8')) as Row | Row[];
  const wanted = Array.isArray(json) ? json : [json];
  const rows = await readRows(path, folder).catch((error: unknown) => String(error));
  if (typeof rows === 'string') return { table, verdict: 'different', notes: [rows] };
  if (isDeepStrictEqual(rows, wanted)) return { table, verdict: 'equal', notes: [] };
  const corrected = correct(table, wanted, await readFile(path));
  if (isDeepStrictEqual(rows, corrected.rows)) return { table, verdict: 'equal, the collection corrected', notes: corrected.notes };
  return { table, verdict: 'different', notes: [`read ${JSON.stringify(rows).slice(0, 200)}`] };
};

export const run = async (args: string[]): Promise<never> => {
  const { values, paths } = scriptFlags(spec, args);
  const [source = ''] = paths;
  const tables = (await readdir(join(source, 'csvs'))).filter((name) => name.endsWith('.csv')).map((name) => basename(name, '.csv'));
  const folder = await mkdtemp(join(tmpdir(), 'millrace-accuracy-'));
  const results: Comparison[] = [];
  for (const table of tables.sort()) results.push(await compare(source, table, folder));
  await rm(folder, { recursive: true });
  const width = Math.max(...tables.map(({ length }) => length));
  for (const { table, verdict, notes } of results) console.log(`  ${table.padEnd(width)}  ${[verdict, ...notes].join(': ')}`);
  const count = (wanted: Verdict) => results.filter(({ verdict }) => verdict === wanted).length;
  return finish(
    'csv-spectrum',
    [
      { name: 'tables', value: tables.length, goal: { atLeast: 12 } },
      { name: 'tablesEqual', value: count('equal') + count('equal, the collection corrected'), goal: { exactly: tables.length } },
      { name: 'ofWhichCollectionCorrected', value: count('equal, the collection corrected') },
      { name: 'tablesDifferent', value: count('different'), goal: { exactly: 0 } },
    ],
    values.json,
  );
};
