import { recipeSchema, type Change, type QuarantinedRow, type RecipeInput } from '@millrace/contracts';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ingest } from '../ingest/ingest';
import { cleanse } from './cleanse';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'steps-'));
});
afterEach(() => rm(folder, { recursive: true }));

const lines = async <T>(path: string) =>
  (await readFile(path, 'utf8'))
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T);

/** @param cells of the one column that the steps are for, `v`; "" is absent */
const cleansed = async (rows: readonly (readonly string[])[], steps: RecipeInput['steps'], names = ['v', 'w']) => {
  const paths = { sourcePath: join(folder, 'in'), outputPath: join(folder, 'w.parquet'), asidePath: join(folder, 'aside') };
  const quoted = (cell: string) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  await writeFile(paths.sourcePath, [names, ...rows].map((row) => `${row.map(quoted).join(',')}\n`).join(''));
  const read = await ingest({ ...paths, options: { format: 'csv', header: true, delimiter: ',', quote: '"' } });
  const recipe = recipeSchema.parse({ steps, limits: { changedShare: 1 } });
  const { output, changes, quarantine } = await cleanse({ workingCopyPath: paths.outputPath, ingest: read, recipe, outputDir: folder });
  return {
    text: (await readFile(output.path, 'utf8')).split('\n').slice(1, -1),
    log: await lines<Change>(changes.ndjsonPath),
    aside: await lines<QuarantinedRow>(quarantine.ndjsonPath),
  };
};
const column = async (cells: readonly string[], step: Record<string, unknown>): Promise<string[]> => {
  const { text } = await cleansed(
    cells.map((one, row) => [one, `r${row}`]),
    [{ columns: ['v'], ...step }] as unknown as RecipeInput['steps'],
  );
  return text.map((line) => line.slice(0, line.lastIndexOf(',')));
};

describe('codes', () => {
  it.each([
    ['country', {}, ['de', 'DEU', 'Germany', 'united states', 'UK', "Côte d'Ivoire", 'Atlantis', 'Kingdom'], ['DE', 'DE', 'DE', 'US', 'GB', 'CI', 'Atlantis', 'Kingdom']],
    ['currency', {}, ['eur', '€', 'US Dollar', '$', 'xyz1'], ['EUR', 'EUR', 'USD', '$', 'xyz1']],
    ['phone', { callingCode: '49' }, ['030 1234567', '+49 (0)30 1234567', '0049-30-1234567', '110', 'call me'], ['+49301234567', '+49301234567', '+49301234567', '110', 'call me']],
    ['phone', { callingCode: '39' }, ['06 1234 5678', '335 123 4567', '+39 06 12345678'], ['+390612345678', '+393351234567', '+390612345678']],
    ['phone', { callingCode: '1' }, ['011 44 20 7946 0958', '(212) 555-0100', '1-212-555-0100', '555-0100'], ['+442079460958', '+12125550100', '+12125550100', '555-0100']],
    ['phone', { callingCode: '49' }, ['1234567', '0049 (0)30 1234567', '+49 030 1234567'], ['1234567', '+49301234567', '+49301234567']],
    ['phone', {}, ['030 1234567', '+1 (212) 555-0100'], ['030 1234567', '+12125550100']],
    ['postcode', { country: 'GB' }, ['sw1a1aa', 'M1 1AE', '12345'], ['SW1A 1AA', 'M1 1AE', '12345']],
    ['postcode', { country: 'US' }, ['123456789', ' 02134', '2134'], ['12345-6789', '02134', '2134']],
  ])('%s %j', async (kind, more, before, after) => {
    expect(await column(before, { step: 'standardiseCodes', kind, ...more })).toEqual(after);
  }); // prettier-ignore
});

it('codes are written for what only looks like one, such as a token, and are the same the second time', async () => {
  const token = '5f4dcc3b5aa765d61d8327deb882cf99';
  const step = { step: 'hashCells', key: 'k'.repeat(16) };
  const [code = ''] = await column([token], step);
  expect(code).toMatch(/^(?!5f4dcc3b)[0-9a-f]{32}$/);
  expect(await column([code], step)).toEqual([code]);
});

it('takes no day for a date that the calendar does not have', async () => {
  const days = ['31/02/2024', '29/02/2023', '31.4.2024', '2023-02-29', '2024-06-31', '29/02/1900', '2024-00-10'];
  const real = ['29/02/2024', '30/4/2024', '2000-02-29', '31.12.1999', '2024-06-30'];
  const cast = { step: 'castColumn', to: 'date' };
  expect(await column([...days, ...real], { ...cast, dateOrder: 'dayFirst' })).toEqual([
    ...days,
    ...['2024-02-29', '2024-04-30', '2000-02-29', '1999-12-31', '2024-06-30'],
  ]);
  expect(await column(['02/31/2024', '02/29/2024'], { ...cast, dateOrder: 'monthFirst' })).toEqual(['02/31/2024', '2024-02-29']);
  const times = ['2023-02-29 10:00', '2024-02-29 10:00'];
  expect(await column(times, { step: 'castColumn', to: 'timestamp' })).toEqual([times[0], '2024-02-29T10:00']);
});

describe('times', () => {
  it.each([
    [{}, ['2024-02-13 10:00:00 +01:00', '2024-02-13T10:00:00.250-0530', '2024-01-01T00:10+02', '2024-02-13 10:00', '2024-02-13', 'noon'],
      ['2024-02-13T09:00:00Z', '2024-02-13T15:30:00.250Z', '2023-12-31T22:10Z', '2024-02-13 10:00', '2024-02-13', 'noon']],
    [{ zone: 'Europe/Berlin' }, ['2024-02-13 10:00', '2024-07-13 10:00:05', '2024-03-31 02:30:00', '2024-10-27 02:30:00', '2024-10-27 03:00:00', '2024-02-30 10:00', '2024-02-13T10:00:00Z'],
      ['2024-02-13T09:00Z', '2024-07-13T08:00:05Z', '2024-03-31 02:30:00', '2024-10-27 02:30:00', '2024-10-27T02:00:00Z', '2024-02-30 10:00', '2024-02-13T10:00:00Z']],
    [{}, ['9999-12-31T23:00:00-05:00', '0001-01-01T00:00:00+02:00', '9999-12-31T23:00:00+05:00'], ['9999-12-31T23:00:00-05:00', '0001-01-01T00:00:00+02:00', '9999-12-31T18:00:00Z']],
    [{ zone: '-03:30' }, ['2024-02-13 22:00 UTC', '2024-02-13 22:00'], ['2024-02-13T22:00Z', '2024-02-14T01:30Z']],
  ])('%j are written in UTC', async (more, before, after) => {
    expect(await column(before, { step: 'standardiseTimes', ...more })).toEqual(after);
    expect(await column(after, { step: 'standardiseTimes', ...more })).toEqual(after);
  }); // prettier-ignore

  it('refuses a zone that nobody knows', () => {
    const steps = [{ step: 'standardiseTimes', columns: ['v'], zone: 'Mars/Olympus' }];
    expect(recipeSchema.safeParse({ steps }).success).toBe(false);
  });
});

describe('units, words and ranges', () => {
  it.each([
    [{ step: 'standardiseUnits', to: 'kg' }, ['500 g', '2kg', '1 lb', '3 km', '7', '-250 grams.'], ['0.5 kg', '2 kg', '0.45359237 kg', '3 km', '7', '-0.25 kg']],
    [{ step: 'standardiseUnits', to: 'h' }, ['90 min', '1 day', '2 hrs'], ['1.5 h', '24 h', '2 h']],
    [{ step: 'parseBooleans' }, ['Yes', ' n ', 'TRUE', 'maybe', '0'], ['true', 'false', 'true', 'maybe', 'false']],
    [{ step: 'parseBooleans', yes: ['ja'], no: ['nein'] }, ['Ja', 'nein', 'yes', 'True'], ['true', 'false', 'yes', 'true']],
    [{ step: 'generalise', to: 'range', width: 10 }, ['37', '40', '-3', 'old', '9.5', '-', '120..140', '12..13'], ['30..40', '40..50', '-10..0', '*', '0..10', '-', '120..140', '*']],
    [{ step: 'generalise', to: 'range', width: 1000 }, ['1,234', '1,234,567', '$2,500.50', '7%', '12 kg', '1e4'], ['1000..2000', '1234000..1235000', '2000..3000', '*', '*', '10000..11000']],
    [{ step: 'generalise', to: 'range', width: 1000 }, ['1.234', '1.500,50', '99', '1234'], ['1000..2000', '1000..2000', '0..1000', '1000..2000']],
    [{ step: 'generalise', to: 'range', width: 1000 }, ['1,234', '1.500,50', '2,500.50', '99'], ['*', '1000..2000', '2000..3000', '0..1000']],
    [{ step: 'generalise', to: 'year' }, ['1990-05-06', '1990-05', '06.05.1990', '1990-13-01', '6 May 1990', 'about 1990', '6.5.90'], ['1990', '1990', '1990', '*', '1990', '*', '*']],
    [{ step: 'generalise', to: 'month' }, ['1990-05-06 10:00', '06.05.1990', '13.01.1990', '1990'], ['1990-05', '1990-05', '1990-01', '1990']],
    [{ step: 'generalise', to: 'month' }, ['06.05.1990', '07.07.1990 12:00'], ['1990', '1990-07']],
    [{ step: 'generalise', to: 'prefix', keep: 2 }, ['10115', 'ÄÖÜ', 'ab', '9'], ['10***', 'ÄÖ*', '**', '*']],
  ])('%j', async (step, before, after) => {
    expect(await column(before, step)).toEqual(after);
  }); // prettier-ignore
});

describe('clusterValues', () => {
  it.each([
    ['fingerprint', ['C++', 'C#', 'C', 'C++', 'A+', 'A-', 'A+', 'A-', 'A -'], ['C++', 'C#', 'C', 'C++', 'A+', 'A-', 'A+', 'A-', 'A -']],
    ['edit', ['House A', 'House B', 'House A', 'Houses A'], ['House A', 'House B', 'House A', 'House A']],
    ['ngram', ['AB-', 'AB+', 'AB', 'AB+'], ['AB-', 'AB+', 'AB', 'AB+']],
    ['fingerprint', ['Acme Inc.', 'inc acme', 'Acme Inc.', 'Café', 'CAFE', 'Café', 'Room 1', 'Room 2'], ['Acme Inc.', 'Acme Inc.', 'Acme Inc.', 'Café', 'Café', 'Café', 'Room 1', 'Room 2']],
    ['ngram', ['New York', 'NewYork', 'New York', 'York'], ['New York', 'New York', 'New York', 'York']],
    ['phonetic', ['Jean', 'Joan', 'Jean', 'Colour', 'Color', 'Colour'], ['Jean', 'Joan', 'Jean', 'Colour', 'Colour', 'Colour']],
    ['edit', ['Hamburg', 'Hambur', 'Hamburg', 'Hombung', 'Bonn', 'Bann', 'Flat 12', 'Flat 13'], ['Hamburg', 'Hamburg', 'Hamburg', 'Hombung', 'Bonn', 'Bann', 'Flat 12', 'Flat 13']],
  ])('by %s', async (by, before, after) => {
    expect(await column(before, { step: 'clusterValues', by, threshold: 0.8 })).toEqual(after);
  }); // prettier-ignore

  const times = (cells: Readonly<Record<string, number>>) => Object.entries(cells).flatMap(([text, count]) => Array.from({ length: count }, () => text)); // prettier-ignore
  it.each<[string, string, Record<string, number>, Record<string, number>]>([
    ['both are frequent', 'edit', { Brenner: 30, Brennen: 12, Brennet: 1 }, { Brenner: 31, Brennen: 12 }],
    ['all have the same words, but are frequent', 'fingerprint', { 'A Corp': 30, 'a corp': 9, 'A. Corp': 2 }, { 'A Corp': 32, 'a corp': 9 }],
    ['none is the most frequent', 'fingerprint', { 'x y': 2, 'y x': 2, 'X y': 1 }, { 'x y': 2, 'y x': 2, 'X y': 1 }],
    ['none is frequent once others are changed', 'fingerprint', { 'x y': 55, 'y x': 3, 'X y': 2, 'Y x': 2, 'X Y': 2 }, { 'x y': 64 }],
  ])('judges a cluster the same again: %s', async (_, by, before, after) => {
    const step = { step: 'clusterValues', by, threshold: 0.8 };
    const found = await column(times(before), step);
    const counted = Object.fromEntries([...Map.groupBy(found, (text) => text)].map(([text, { length }]) => [text, length]));
    expect(counted).toEqual(after);
    expect(await column(found, step)).toEqual(found);
  }); // prettier-ignore

  it('changes all of a cluster where it is told to be that sure of it', async () => {
    expect(await column(times({ 'x y': 9, 'y x': 8 }), { step: 'clusterValues', threshold: 0.7 })).toEqual(times({ 'x y': 17 }));
  });

  it.each(['edit', 'phonetic', 'ngram'])('leaves what but looks or sounds alike to people (%s)', async (by) => {
    const before = times({ Ireland: 30, Iceland: 1, 'New York': 9, NewYork: 1, Colour: 9, Color: 1 });
    expect(await column(before, { step: 'clusterValues', by })).toEqual(before);
  });

  it('tells the members of a cluster, and leaves out what is said to be none', async () => {
    const rows = ['x y', 'Y X', 'x y', 'Y-X'].map((cell, row) => [cell, `r${row}`]);
    const { log, text } = await cleansed(rows, [{ step: 'clusterValues', columns: ['v'], except: ['Y X'] }]);
    expect([log, text[1]]).toEqual([[], 'Y X,r1']);
    const [change] = (await cleansed(rows, [{ step: 'clusterValues', columns: ['v'] }])).log;
    expect(change).toMatchObject({ row: 1, after: 'x y', confidence: 0.95, reason: expect.stringContaining('"x y" (2), "Y X" (1)') });
  });
});

describe('imputeNulls', () => {
  const rows = [
    ['1', 'a'],
    ['', 'a'],
    ['3', 'a'],
    ['10', 'b'],
    ['', 'b'],
    ['', 'c'],
    ['', ''],
  ];
  it.each([
    ['mean', ['1', '2', '3', '10', '10', '', '']],
    ['median', ['1', '2', '3', '10', '10', '', '']],
    ['forward', ['1', '1', '3', '10', '10', '', '']],
    ['backward', ['1', '3', '3', '10', '', '', '']],
  ])('by %s within a group, and not where the group has nothing', async (method, filled) => {
    const { text } = await cleansed(rows, [{ step: 'imputeNulls', columns: ['v'], method: method, by: ['w'] }]);
    expect(text.map((line) => line.split(',')[0])).toEqual(filled);
  });

  it('from the nearest rows by numbers and texts', async () => {
    const near = Array.from({ length: 40 }, (_, row) => [
      row % 4 === 0 ? '' : String(row < 20 ? 5 : 50),
      String(row),
      row < 20 ? 'x' : 'y',
    ]);
    const { text } = await cleansed(near, [{ step: 'imputeNulls', columns: ['v'], method: 'neighbours', by: ['w', 'k'] }], ['v', 'w', 'k']);
    expect(text.map((line) => line.split(',')[0])).toEqual(near.map((_, row) => (row < 20 ? '5' : '50')));
  });
});

it('filterRows keeps what all conditions hold for, and puts the rest aside', async () => {
  const { text, aside } = await cleansed([['1', 'x'], ['', 'x'], ['7', 'y']], [{ step: 'filterRows', where: [{ column: 'v', is: 'below', to: 5 }] }]); // prettier-ignore
  expect(text).toEqual(['1,x']);
  expect(aside.map(({ row, reason }) => [row, reason])).toEqual([[1, 'not so: v is below 5'], [2, 'not so: v is below 5']]); // prettier-ignore
});

it.each([
  ['iqr', ['1.5', '2', '3', '2.5', '900', '', 'x', '-700'], ['false', 'false', 'false', 'false', 'true', '', '', 'true']],
  ['mad', ['1.5', '2', '3', '2.5', '900', '', 'x', '2'], ['false', 'false', 'false', 'false', 'true', '', '', 'false']],
  ['iqr', ['1', '2', '3', '4', '900', '', 'x', '-700'], ['false', 'false', 'false', 'false', 'false', '', '', 'false']],
])('flagOutliers by %s says of each number whether it lies far off, and never of identifiers', async (method, cells, flags) => {
  const rows = cells.map((cell, row) => [cell, `r${row}`]);
  const { text, log } = await cleansed(rows, [{ step: 'flagOutliers', column: 'v', into: 'odd', method }]);
  expect(text).toEqual(rows.map(([cell, other], row) => `${cell},${flags[row]},${other}`));
  expect(log).toEqual([]);
}); // prettier-ignore

describe('cells that people have decided on', () => {
  const keyOf = (...cells: (string | null)[]) => createHash('sha256').update(JSON.stringify(cells)).digest('hex').slice(0, 32);
  const names = ['Augsburg', 'Nuremberg', 'Regensburg'];
  const towns = Array.from({ length: 90 }, (_, row) => [row === 7 ? 'Nurembxrg' : (names[row % 3] ?? ''), `${100 + (row % 3)}`]);
  const correct = (decision: 'accepted' | 'rejected', text: string) => ({
    ...{ step: 'correctCells' as const, identifiedBy: ['v', 'w'] },
    cells: [{ row: keyOf('Nurembxrg', '101'), column: 'v', text, decision, by: 'Ada' }],
  });
  const repair = { step: 'repairByDependency' as const, dependencies: [{ from: ['w'], to: 'v' }] };

  it('are written as they were accepted, with who said so, and stay so', async () => {
    const { text, log } = await cleansed(towns, [correct('accepted', 'Nurembirg'), repair]);
    expect(text[7]).toBe('Nurembirg,101');
    expect(log).toMatchObject([{ row: 7, column: 'v', before: 'Nurembxrg', after: 'Nurembirg', stepName: 'correctCells', reason: 'accepted by Ada' }]); // prettier-ignore
  });

  it('do not become what was rejected, however sure a step is', async () => {
    expect((await cleansed(towns, [repair])).text[7]).toBe('Nuremberg,101');
    expect((await cleansed(towns, [correct('rejected', 'Nuremberg'), repair])).text[7]).toBe('Nurembxrg,101');
    expect((await cleansed(towns, [correct('rejected', 'Nuremburg'), repair])).text[7]).toBe('Nuremberg,101');
  });

  it('are those of rows that say just that', async () => {
    const other = towns.map(([town = '', code = ''], row) => [town, row === 7 ? '999' : code]);
    expect((await cleansed(other, [correct('accepted', 'Nurembirg')])).text[7]).toBe('Nurembxrg,999');
  });
});
