// The profile out of core beside DuckDB's SUMMARIZE of the same file, and of a small Parquet file that opens to 1.5 GB.
//   npm run bench -- outofcore [--mb 4000] [--memory 640] [--generator FILE] [--keep] [--json]
import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { root } from '../../tools/services/platform-processes.mts';
import { say } from '../../tools/services/processes.mts';
import { finish, type Figure } from '../support/figures.mts';
import { defaultGenerator, generatedTable } from '../support/generated-table.mts';
import { measurePeer } from '../support/measure-peer.mts';

const MEBIBYTE = 1024 * 1024;
/** The goal in bytes that the memory of 640 MB is chosen for. */
const mostPeak = 700e6;

/** Five million rows of a text of 300 bytes and a number below 250: 1.5 GB of text in about 6 MB. */
const opensWide = async (folder: string): Promise<string> => {
  const path = join(folder, 'opens-wide.parquet');
  if (existsSync(path)) return path;
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const rows = `SELECT repeat('thirty bytes of the same text. ', 10) AS note, hash(i) % 250 AS code FROM range(5000000) t(i)`;
  await connection.run(`COPY (${rows}) TO '${path}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 100000)`);
  return path;
};

export const run = async (args: readonly string[]): Promise<never> => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      mb: { type: 'string', default: '4000' },
      memory: { type: 'string', default: '640' },
      generator: { type: 'string', default: defaultGenerator },
      keep: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const folder = resolve(root, '.millrace/bench/tables');
  mkdirSync(folder, { recursive: true });
  const memoryBytes = Number(values.memory) * MEBIBYTE;
  const csv = generatedTable({ generator: values.generator, folder, shape: 'events', megabytes: Number(values.mb), format: 'csv' });
  const wide = await opensWide(folder);
  say(`${values.mb} MB of CSV: out of core …`);
  const ours = await measurePeer('outOfCore', csv, String(memoryBytes));
  say(`${values.mb} MB of CSV: SUMMARIZE …`);
  const summarize = await measurePeer('summarize', csv);
  say('Parquet that opens to 1.5 GB …');
  const opened = await measurePeer('outOfCore', wide, String(memoryBytes));
  const within = { atMost: 1.1 };
  const figures: Figure[] = [
    { name: 'CSV', value: Math.round(statSync(csv).size / 1e6), unit: 'MB' },
    { name: 'CPU ÷ SUMMARIZE', value: ours.cpu / summarize.cpu, goal: { atMost: 1.3 } },
    { name: 'CPU', value: ours.cpu, unit: 's' },
    { name: 'CPU of reading', value: ours.result.stages?.['ingestCpu'] ?? Number.NaN, unit: 's' },
    { name: 'CPU of SUMMARIZE', value: summarize.cpu, unit: 's' },
    { name: 'wall ÷ SUMMARIZE', value: ours.wall / summarize.wall },
    { name: 'peak', value: Math.round(ours.peak / 1e6), unit: 'MB', goal: { atMost: mostPeak / 1e6 } },
    { name: 'peak ÷ limit', value: ours.peak / memoryBytes, goal: within },
    { name: 'peak of SUMMARIZE', value: Math.round(summarize.peak / 1e6), unit: 'MB' },
    { name: 'Parquet', value: statSync(wide).size / 1e6, unit: 'MB' },
    { name: 'Parquet CPU', value: opened.cpu, unit: 's' },
    { name: 'Parquet peak ÷ limit', value: opened.peak / memoryBytes, goal: within },
  ];
  if (!values.keep) rmSync(folder, { recursive: true, force: true });
  return finish(`outofcore: within ${values.memory} MB`, figures, values.json);
};
