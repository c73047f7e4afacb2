// The profile out of core beside DuckDB's SUMMARIZE of the same file, and of a small Parquet file that opens to 1.5 GB.
import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import { root } from '../../tools/services/platform-processes.mts';
import { startPrivatePlatform } from '../../tools/services/private-platform.mts';
import { say } from '../../tools/services/processes.mts';
import { finish, type Figure } from '../support/figures.mts';
import { defaultGenerator, generatedTable } from '../support/generated-table.mts';
import { measurePeer } from '../support/measure-peer.mts';
import { read, untilRunEnds, uploadFile } from '../support/platform-client.mts';
import { scriptFlags } from '../../tools/script-flags.mts';

const spec = {
  command: 'npm run bench -- outofcore',
  about: "The profile out of core beside DuckDB's SUMMARIZE, and a small Parquet file that opens to 1.5 GB.",
  goals: ['CPU ÷ SUMMARIZE ≤ 1.3', 'peak ≤ 700 MB', 'peak ÷ limit ≤ 1.1 on both files', 'with --platform: both completed, at once'],
  flags: {
    mb: { kind: 'number', default: '4000', about: 'size of the table as CSV, in MB' },
    memory: { kind: 'number', default: '640', about: 'the limit in MiB' },
    platform: { kind: 'switch', about: 'both files also through the platform, on one worker of 1 GB' },
    keep: { kind: 'switch', about: 'leave the tables there' },
    generator: { kind: 'text', default: defaultGenerator, about: 'the program that makes the tables' },
  },
} as const;

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

/** A file through the platform, with one worker of 1 GB. */
const throughPlatform = async (folder: string, path: string, name: string): Promise<Figure[]> => {
  const platform = await startPrivatePlatform(folder, {
    roles: ['api', 'data-worker'],
    env: { LOG_LEVEL: 'warn', WORKER_MEMORY_BUDGET: '1GB' },
  });
  // The worker says what it offers before anything is asked of it.
  await sleep(6000);
  try {
    const run = await untilRunEnds(platform, (await uploadFile(platform, path, 'datasets', { name, run: 'profile' })).id);
    const [{ attempt, needBytes, peakBytes }] = run.jobs;
    const { lane } = (await read(platform, `runs/${run.id}/profile`)) as { lane?: string };
    return [
      { name: `${name} on 1 GB: completed`, value: run.state === 'completed' ? 1 : 0, goal: { exactly: 1 } },
      { name: `${name} on 1 GB: attempts`, value: attempt, goal: { exactly: 1 } },
      { name: `${name} on 1 GB: out of core`, value: lane === 'outOfCore' ? 1 : 0 },
      { name: `${name} on 1 GB: reserved`, value: Math.round(needBytes / MEBIBYTE), unit: 'MB' },
      { name: `${name} on 1 GB: used`, value: Math.round((peakBytes ?? Number.NaN) / MEBIBYTE), unit: 'MB' },
    ];
  } finally {
    await platform.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};

export const run = async (args: readonly string[]): Promise<never> => {
  const { values } = scriptFlags(spec, args);
  const folder = resolve(root, '.millrace/bench/tables');
  mkdirSync(folder, { recursive: true });
  const memoryBytes = values.memory * MEBIBYTE;
  const csv = generatedTable({ generator: values.generator, folder, shape: 'events', megabytes: values.mb, format: 'csv' });
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
  if (values.platform)
    for (const [name, path] of [
      ['Parquet', wide],
      ['CSV', csv],
    ] as const) {
      say(`${name} through the platform …`);
      figures.push(...(await throughPlatform(resolve(root, '.millrace/bench/outofcore-platform'), path, name)));
    }
  if (!values.keep) rmSync(folder, { recursive: true, force: true });
  return finish(`outofcore: within ${values.memory} MB`, figures, values.json);
};
