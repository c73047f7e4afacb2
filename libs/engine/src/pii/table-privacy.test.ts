import type { Privacy } from '@millrace/contracts';
import { rmSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ingest } from '../ingest/ingest';
import { profile } from '../profile/profile';
import { renderReport } from '../report/render-report';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-privacy-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const rows = 120;
const given = 'Anna Peter Maria Thomas Julia David Elena Marco Ingrid Fatima Wiebke Umut'.split(' ');
const family = 'Smith Weber Rossi Novak Kim Patel Hansen Singh Quispe Uzun Mbeki'.split(' ');
const at = <T>(all: readonly T[], row: number): T => all[row % all.length]!;
const day = (row: number, from: number, years: number) =>
  `${from + ((row * 7) % years)}-${String((row % 12) + 1).padStart(2, '0')}-${String((row % 28) + 1).padStart(2, '0')}`;

const profiled = async (columns: Record<string, (row: number) => string>) => {
  const lines = Array.from({ length: rows }, (_, row) =>
    Object.values(columns)
      .map((cell) => `"${cell(row)}"`)
      .join(','),
  );
  const [sourcePath, outputPath] = [join(folder, 'in.csv'), join(folder, 'out.parquet')];
  await writeFile(sourcePath, `${Object.keys(columns).join(',')}\n${lines.join('\n')}\n`);
  const read = await ingest({ sourcePath, options: { header: true }, outputPath, asidePath: join(folder, 'aside') });
  return profile({ workingCopyPath: outputPath, ingest: read, now: Date.UTC(2025, 0, 1) });
};
const found = async (columns: Record<string, (row: number) => string>) => {
  const { privacy } = await profiled(columns);
  return Object.fromEntries((privacy?.columns ?? []).map(({ name, types }) => [name, types.map(({ type }) => type)]));
};
const column = (privacy: Privacy | undefined, name: string) => privacy?.columns.find((one) => one.name === name);

const cases: Record<string, [Record<string, (row: number) => string>, Record<string, string[]>]> = {
  'names by a list, though the header is silent': [
    { field_1: (row) => `${at(given, row)} ${at(family, row * 3)}` },
    { field_1: ['person-name'] },
  ],
  'no names in towns, though some are names': [
    { field_1: (row) => at(['Berlin', 'Charlotte', 'Paris', 'Leeds', 'Madrid', 'Roma', 'Lyon'], row) },
    {},
  ],
  'no names where the header is of things': [{ product: (row) => `${at(given, row)} ${at(family, row)}` }, {}],
  'streets by their words': [{ field_1: (row) => `${row + 1} ${at(['Oak', 'Mill'], row)} Street` }, { field_1: ['street-address'] }],
  'e-mail addresses and phones within texts': [
    {
      notes: (row) =>
        row % 10 === 0 ? `Write to a${row}@example.com, please` : row % 10 === 1 ? `Ring +49 151 12345${row % 100} first` : 'Nothing.',
    },
    { notes: ['email', 'phone'] },
  ],
  'no cards and IBANs without a checksum': [
    { notes: (row) => `Order 40128888888818${String(row).padStart(2, '0')}x and DE00 1234 5678 9012 3456 ${row % 10}0 were split` },
    {},
  ],
  'births beside names, and not by themselves': [
    {
      name: (row) => `${at(given, row)} ${at(family, row * 3)}`,
      field_2: (row) => day(row, 1940, 60),
      field_3: (row) => day(row, 2015, 10),
    },
    { name: ['person-name'], field_2: ['date-of-birth'] },
  ],
  'no births without persons': [{ field_1: (row) => String(row), field_2: (row) => day(row, 1940, 60) }, {}],
  'postcodes next to a street, and digits elsewhere': [
    {
      field_1: (row) => String(1000 + row * 97).padStart(5, '0'),
      street: (row) => `Gartenweg ${row}`,
      amount: () => '1',
      field_4: (row) => `${20_000 + row * 31}`,
    },
    { field_1: ['postcode'], street: ['street-address'] },
  ],
  'nothing in dates, prices, hashes, versions and article numbers': [
    {
      ordered: (row) => day(row, 2015, 10),
      price: (row) => `${row}.99`,
      hash: (row) => (row * 2 ** 40).toString(16).padStart(64, 'a'),
      version: (row) => `1.${row}.3`,
      order: (row) => `4000${String(row * 7).padStart(12, '0')}`,
    },
    {},
  ],
};
it.each(Object.entries(cases))('finds %s', async (_, [columns, expected]) => expect(await found(columns)).toEqual(expected));

const people = {
  name: (row: number) => `${at(given, row)} ${at(family, row * 3)}`,
  email: (row: number) => `person${row}@example.com`,
  gender: (row: number) => at(['f', 'm'], row),
  zip: (row: number) => `100${10 + (row % 4)}`,
  birth_date: (row: number) => (row < 12 ? day(row, 1940, 60) : '1980-01-01'),
};

it('counts how many rows stand alone by the quasi-identifiers', async () => {
  const { privacy, findings } = await profiled(people);
  // Twelve births of their own; 108 rows in groups of gender and postcode, which go together: 27 rows each.
  expect(privacy?.anonymity).toEqual({
    columns: ['gender', 'zip', 'birth_date'],
    rows,
    smallestK: 1,
    aloneRows: 12,
    aloneShare: 0.1,
    belowFiveShare: 0.1,
  });
  expect(findings).toContainEqual(expect.objectContaining({ rule: 'rowsTellPersonsApart', measured: 0.1, count: 12 }));
  expect(findings).toContainEqual(expect.objectContaining({ rule: 'personalData', column: 'email', severity: 'info' }));
});

it('suggests a policy for each column, and says how unique it is', async () => {
  const { privacy } = await profiled({ ...people, card: (row) => at(['4012888888881881', '5555555555554444', '378282246310005'], row) });
  expect(column(privacy, 'email')).toMatchObject({ role: 'direct', risk: 'medium', uniqueness: 1, suggested: 'hash' });
  expect(column(privacy, 'card')).toMatchObject({ role: 'direct', risk: 'high', uniqueness: 0, suggested: 'drop' });
  expect(column(privacy, 'name')).toMatchObject({ suggested: 'mask' });
  expect(column(privacy, 'birth_date')).toMatchObject({ role: 'quasi', suggested: 'mask' });
  expect(column(privacy, 'gender')).toBeUndefined();
});

it('leaves places alone in a table without persons', async () => {
  const { privacy } = await profiled({
    store: (row) => `S${row}`,
    postcode: (row) => `1${1000 + row * 7}`,
    city: (row) => at(['Ulm', 'Bonn'], row),
  });
  expect(column(privacy, 'postcode')).toMatchObject({ suggested: 'allow', risk: 'low' });
  expect(privacy?.anonymity).toBeNull();
});

it('raises the risk of a quasi-identifier by which many rows stand alone', async () => {
  const { privacy } = await profiled({ ...people, zip: (row) => `1${1000 + row * 7}` });
  expect(column(privacy, 'zip')).toMatchObject({ risk: 'medium' });
});

it('shows in the report what was found, and no cell', async () => {
  const report = renderReport(await profiled(people), 'people.csv');
  expect(report).toContain('<h2>Personal data</h2>');
  expect(report).toMatch(/<td>email<\/td><td>email .*<td>medium<\/td><td>hash<\/td>/);
  expect(report).toContain('10% of the rows are told from all others');
});
