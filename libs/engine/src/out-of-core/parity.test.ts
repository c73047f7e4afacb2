import { profileSchema, type Ingest, type Profile } from '@millrace/contracts';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pl from 'nodejs-polars';
import { profile } from '../profile/profile';
import { profileOutOfCore } from './profile-out-of-core';
import { parityTables, type Table } from './testing/parity-tables';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parity-'));
});
afterEach(() => rm(folder, { recursive: true }));

const now = Date.UTC(2026, 0, 1);
const capacity = 4096;

const write = (table: Table): { workingCopyPath: string; ingest: Ingest } => {
  const workingCopyPath = join(folder, 'working.parquet');
  const names = Object.keys(table);
  const frame = pl.DataFrame(names.map((name, at) => pl.Series(`c${at}`, [...table[name]!], pl.Utf8)));
  frame.lazy().sinkParquet(workingCopyPath, { rowGroupSize: 100_000 }).collectSync();
  const ingest: Ingest = {
    schema: 'millrace.ingest/1',
    format: 'csv',
    compression: 'none',
    dialect: null,
    rows: table[names[0]!]!.length,
    columns: names.map((name, position) => ({ position, name, jsonText: false })),
    raggedRows: 0,
    findings: [],
  };
  return { workingCopyPath, ingest };
};

const both = async (table: Table): Promise<{ inMemory: Profile; outOfCore: Profile }> => {
  const request = { ...write(table), now };
  const spill = { path: join(folder, 'spill'), quotaBytes: 1e9 };
  await mkdir(spill.path);
  return {
    inMemory: profileSchema.parse(await profile(request)),
    outOfCore: profileSchema.parse(await profileOutOfCore({ ...request, spill, capacity, memoryBytes: 512 * 1024 ** 2 })),
  };
};

/** Equally frequent patterns come in no certain order. */
const ordered = (relations: Profile['relations']) =>
  relations?.missingness.patterns.toSorted((a, b) => b.rows - a.rows || a.absent.join().localeCompare(b.absent.join()));

/** Without what is reckoned from a sample of a column's texts, of which each lane takes its own. */
const withoutSampled = ({ columns, privacy, relations, ...rest }: Profile) => ({
  ...rest,
  approximate: null,
  anonymity: privacy?.anonymity,
  relations: relations && { ...relations, missingness: { ...relations.missingness, patterns: ordered(relations) } },
  columns: columns.map(({ semantic, ...column }) => ({ ...column, semantic: semantic.filter(({ sampled }) => !sampled) })),
});

/** Everything of a value as [path, leaf]. */
const leavesOf = (value: unknown, path = ''): [string, unknown][] =>
  value !== null && typeof value === 'object'
    ? Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, `${path}/${key}`))
    : [[path, value]];

it.each(Object.entries(parityTables))('says the same out of core as in memory of %s', async (_, table) => {
  const { inMemory, outOfCore } = await both(table);
  const expected = leavesOf(withoutSampled(inMemory));
  const found = new Map(leavesOf(withoutSampled(outOfCore)));
  const diffs = expected.filter(([path, leaf]) => {
    const other = found.get(path);
    return typeof leaf === 'number' && typeof other === 'number'
      ? Math.abs(leaf - other) > 1e-12 * Math.max(Math.abs(leaf), Math.abs(other))
      : leaf !== other;
  });
  expect(diffs.map(([path, leaf]) => [path, leaf, found.get(path)])).toEqual([]);
  expect(found.size).toBe(expected.length);
});
