import { Fault, recipeSchema, type Change, type QuarantinedRow, type RecipeInput } from '@millrace/contracts';
import fc from 'fast-check';
import pl from 'nodejs-polars';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cpuSecondsOf } from '../../../../test/support/cpu-seconds';
import { ingest } from '../ingest/ingest';
import { cleanse } from './cleanse';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cleanse-'));
});
afterEach(() => rm(folder, { recursive: true }));

const lines = async <T>(path: string) =>
  (await readFile(path, 'utf8'))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
const run = async (content: string, steps: RecipeInput['steps']) => {
  await writeFile(join(folder, 'in'), content);
  const workingCopyPath = join(folder, 'w.parquet');
  const read = await ingest({ sourcePath: join(folder, 'in'), options: {}, outputPath: workingCopyPath, asidePath: join(folder, 'aside') });
  const found = await cleanse({ workingCopyPath, ingest: read, recipe: recipeSchema.parse({ steps }), outputDir: folder });
  return {
    ...found,
    text: await readFile(found.output.path, 'utf8'),
    log: await lines<Change>(found.changes.ndjsonPath),
    aside: await lines<QuarantinedRow>(found.quarantine.ndjsonPath),
  };
};

it('trims, and logs each changed cell', async () => {
  const { text, log, changes } = await run('a,b\n  x , y\nz,w\n', [{ step: 'trimWhitespace' }]);
  expect(text).toBe('a,b\nx,y\nz,w\n');
  expect(log).toEqual([
    {
      row: 0,
      column: 'a',
      before: '  x ',
      after: 'x',
      step: 0,
      stepName: 'trimWhitespace',
      confidence: 1,
      reason: 'white space at an end',
    },
    { row: 0, column: 'b', before: ' y', after: 'y', step: 0, stepName: 'trimWhitespace', confidence: 1, reason: 'white space at an end' },
  ]);
  expect(pl.readParquet(changes.parquetPath).height).toBe(2);
});

it('makes null tokens absent, and only those', async () => {
  const { text, log } = await run('a,b\nN/A,nano\n ? ,-1\n-,x\n', [{ step: 'normaliseNulls' }]);
  expect(text).toBe('a,b\n,nano\n,-1\n,x\n');
  expect(log).toHaveLength(3);
});

describe('a table of thousands of columns', () => {
  const wide = (count: number, cellsOf: (at: number) => string[]) => {
    const columns = Array.from({ length: count }, (_, at) => [`col${at}`, ...cellsOf(at)]);
    return `${columns[0]!.map((__, row) => columns.map((column) => column[row]).join(',')).join('\n')}\n`;
  };
  const steps: RecipeInput['steps'] = [{ step: 'trimWhitespace' }, { step: 'normaliseNulls' }, { step: 'dropDuplicates' }];

  it('is cleansed as a narrow one is, cell by cell', async () => {
    const cellsOf = (at: number) => (at % 3 === 0 ? [` ${at}`, 'N/A', ` ${at} `] : at % 3 === 1 ? ['x', '?', 'x'] : ['y', '', 'y']);
    const many = await run(wide(99, cellsOf), steps);
    const few = await run(wide(33, cellsOf), steps);
    expect(many.text.split('\n').map((line) => line.split(',').slice(0, 33).join(','))).toEqual(few.text.split('\n'));
    const key = ({ row, column, step, before, after, reason }: Change) => JSON.stringify([row, step, column, before, after, reason]);
    const own = many.log.filter(({ column }) => Number(column.slice(3)) < 33);
    expect(own.map(key).sort()).toEqual(few.log.map(key).sort());
    expect([many.log.length, many.aside.length]).toEqual([few.log.length * 3, 1]);
  });

  it.each<[string, (at: number) => string[], number]>([
    ['that stay as they are', (at) => [String(at)], 0],
    ['that all change', (at) => [` ${at}`], 3000],
  ])('takes seconds for cells %s', async (_, cellsOf, changes) => {
    const seconds = await cpuSecondsOf(async () => {
      const { log, rowsOut } = await run(wide(3000, cellsOf), steps);
      expect([log.length, rowsOut]).toEqual([changes, 1]);
    });
    expect(seconds).toBeLessThan(20);
  });
});

describe('castColumn', () => {
  const cast = async (cells: string[], to: string, more = {}) => {
    const { text } = await run(`a,b\n${cells.map((one) => `"${one}",1\n`).join('')}`, [
      { step: 'castColumn', columns: ['a'], to, ...more },
    ]);
    return text
      .split('\n')
      .slice(1, -1)
      .map((line) => line.replace(/,1$/, ''));
  };
  it.each([
    ['integer', ['+7', '007', '1,234', '12.0', '9007199254740993'], ['7', '7', '1234', '12', '9007199254740993']],
    ['decimal', ['1,234.50', '+0.10', '00.5'], ['1234.50', '0.10', '0.5']],
    ['boolean', ['Yes', 'f', '1', 'TRUE'], ['true', 'false', 'true', 'true']],
    ['date', ['13/01/2024', '02/01/2024', '2024-03-04', '1.2.2024'], ['2024-01-13', '2024-01-02', '2024-03-04', '2024-02-01']],
    ['date', ['01/13/2024', '02/01/2024'], ['2024-01-13', '2024-02-01']],
    ['timestamp', ['2024-01-02 03:04:05'], ['2024-01-02T03:04:05']],
  ])('writes %s', async (to, cells, expected) => {
    expect(await cast(cells, to)).toEqual(expected);
  });

  it('never guesses an order that nothing decides', async () => {
    expect(await cast(['02/01/2024', '03/04/2024'], 'date')).toEqual(['02/01/2024', '03/04/2024']);
    expect(await cast(['02/01/2024', '03/04/2024'], 'date', { dateOrder: 'dayFirst' })).toEqual(['2024-01-02', '2024-04-03']);
  });

  it('keeps, empties or sets aside what does not fit', async () => {
    const content = 'a,b\n1,x\nA7,y\n3,z\n';
    const step = { step: 'castColumn', columns: ['a'], to: 'integer' };
    expect((await run(content, [step])).text).toBe(content);
    const emptied = await run(content, [{ ...step, onMisfit: 'null' }]);
    expect([emptied.text, emptied.log]).toEqual(['a,b\n1,x\n,y\n3,z\n', [expect.objectContaining({ row: 1, before: 'A7', after: null })]]);
    const aside = await run(content, [{ ...step, onMisfit: 'quarantine' }]);
    expect([aside.text, aside.aside]).toEqual([
      'a,b\n1,x\n3,z\n',
      [expect.objectContaining({ row: 1, reason: 'a is no integer', cells: { a: 'A7', b: 'y' } })],
    ]);
  });
});

it.each([
  ['changeCase', { to: 'lower', only: 'oneCase' }, ['ABC-1', 'aBC', '12', 'x'], ['abc-1', 'aBC', '12', 'x']],
  ['changeCase', { to: 'upper' }, ['aBc', 'é'], ['ABC', 'É']],
  [
    'parseDates',
    { order: 'dayFirst' },
    ['3/4/2024 10:00', '31.12.1999', '30/02/2024', '2024-01-02'],
    ['2024-04-03 10:00', '1999-12-31', '30/02/2024', '2024-01-02'],
  ],
  [
    'parseDates',
    { order: 'dayFirst' },
    [
      '13 Feb 2024',
      '1st March 2024 9:00',
      'Sept. 5th 2023',
      '7-JUN-1999',
      'May 1 2020',
      '30 February 2024',
      '13 Febtober 2024',
      '1 May 99',
      'a 1 May 2020',
    ],
    [
      '2024-02-13',
      '2024-03-01 9:00',
      '2023-09-05',
      '1999-06-07',
      '2020-05-01',
      '30 February 2024',
      '13 Febtober 2024',
      '1 May 99',
      'a 1 May 2020',
    ],
  ],
  [
    'parseDates',
    { order: 'dayFirst', shortYears: 2040 },
    ['01/02/24', '1.2.41', '13-02-40 10:00', '31/02/24', '7 Jun 99', '3/4/2024', '24-13-01', '2024-01-02'],
    ['2024-02-01', '1941-02-01', '2040-02-13 10:00', '31/02/24', '1999-06-07', '2024-04-03', '24-13-01', '2024-01-02'],
  ],
  ['parseDates', { order: 'monthFirst', shortYears: 1999 }, ['02/13/00', '12/31/99'], ['1900-02-13', '1999-12-31']],
  ['parseDates', { order: 'monthFirst' }, ['12-31-1999', '13/01/2024'], ['1999-12-31', '13/01/2024']],
  ['stripUnits', { units: ['oz'] }, ['12.0 oz', '5 OZ.', '7 oz can', 'oz', '5 ozone'], ['12.0', '5', '7 oz can', 'oz', '5 ozone']],
  ['stripUnits', { units: ['oz', 'ounce'], numbers: 'plain' }, ['12.0 oz', '19.20 ounce', '100 oz can'], ['12', '19.2', '100']],
  [
    'roundNoise',
    {},
    ['0.30000000000000004', '0.1234567890123456', '5', '-1.1500000000000001'],
    ['0.3', '0.1234567890123456', '5', '-1.15'],
  ],
  ['collapseWhitespace', {}, ['a  b', 'a\tb', 'a \u00a0 b  c', '  ', '\u00a0', ' a  b '], ['a b', 'a b', 'a b c', '  ', '\u00a0', ' a b ']],
  ['normaliseUnicode', {}, ['e\u0301', 'é', 'ﬁ'], ['é', 'é', 'ﬁ']],
  ['normaliseUnicode', { form: 'NFKC' }, ['ﬁ', 'x'], ['fi', 'x']],
  ['fixMojibake', {}, ['MÃ¼ller', 'â‚¬', 'Müller', 'Ã', 'Â£ und ü', 'Ã¢â‚¬â„¢'], ['Müller', '€', 'Müller', 'Ã', 'Â£ und ü', '’']],
  ['replaceText', { pattern: '(\\d+)-(\\d+)', replacement: '${2}/${1}' }, ['1-2 and 3-4', 'x'], ['2/1 and 4/3', 'x']],
  ['replaceText', { pattern: '.', replacement: '!', literal: true }, ['1.2', '12'], ['1!2', '12']],
  ['mapValues', { values: { y: 'yes', n: 'no' } }, ['y', 'n', 'yy', 'Y'], ['yes', 'no', 'yy', 'Y']],
  ['maskCells', { keep: 2 }, ['anna@x.de', '12-34', 'é', '12', '7'], ['****@*.de', '**-34', '*', '**', '*']],
  ['maskCells', {}, ['नमस्ते', 'Jose\u0301', 'Ⓐ-1'], ['******', '*****', '*-*']],
  [
    'treatOutliers',
    { action: 'clip' },
    ['1', '2', '2', '3', '3', '4', '900', 'x', '-50'],
    ['1', '2', '2', '3', '3', '4', '5.5', 'x', '-0.5'],
  ],
  ['treatOutliers', { action: 'clip' }, ['1', '2', '3', '4', '5', '900'], ['1', '2', '3', '4', '5', '900']],
])('%s %j', async (step, parameters, cells, expected) => {
  const { text, log } = await run(`a,b\n${cells.map((one) => `${one},1\n`).join('')}`, [{ step, columns: ['a'], ...parameters }]);
  expect(text.split('\n').slice(1, -1)).toEqual(expected.map((one) => `${one},1`));
  expect(log).toHaveLength(cells.filter((one, at) => one !== expected[at]).length);
});

it.each([
  [
    { decimal: ',', percent: 'share' },
    ['1.234,50', '1.234', '12,5 %', '(3)', '€ 5', '-7 EUR', '1.23', '(4', '5 %', '0,5%'],
    ['1234.50', '1234', '0.125', '-3', '5', '-7', '1.23', '(4', '0.05', '0.005'],
  ],
  [{ decimal: '.' }, ['$1,234.5', '5 %', '1.234.567', '1,234'], ['1234.5', '5 %', '1.234.567', '1234']],
])('parseNumbers %j', async (parameters, cells, expected) => {
  const content = `a;b\n${cells.map((one) => `${one};1\n`).join('')}`;
  const { text } = await run(content, [{ step: 'parseNumbers', columns: ['a'], ...parameters }]);
  expect(text).toBe(`a;b\n${expected.map((one) => `${one};1\n`).join('')}`);
});

describe('treatOutliers', () => {
  const content = `id,a\n${Array.from({ length: 400 }, (_, row) => `${row},${row % 4 === 0 ? 90_000 + row : row % 10}\n`).join('')}`;
  it('treats all of them, however many', async () => {
    const treat = (action: string) => run(content, [{ step: 'treatOutliers', columns: ['a'], method: 'mad', action }]);
    const nulled = await treat('null');
    expect([nulled.changes.count, nulled.text.match(/,9\d{4}/g)]).toEqual([100, null]);
    const { aside, rowsOut } = await treat('remove');
    expect([aside.length, rowsOut]).toEqual([100, 300]);
    expect(aside[0]?.reason).toBe('a an outlier by mad');
  });
});

it('sets rows aside by conditions, with a reason', async () => {
  const content = 'a,b\n1,x\n2,y\n,x\n30,x\n';
  const set = (where: object[]) => run(content, [{ step: 'quarantineRows', where }]);
  const found = await set([
    { column: 'a', is: 'above', to: 1 },
    { column: 'b', is: 'equal', to: 'x' },
  ]);
  expect(found.aside.map(({ row, reason }) => [row, reason])).toEqual([[3, 'a is above 1 and b is equal x']]);
  expect((await set([{ column: 'a', is: 'absent' }])).aside.map(({ row }) => row)).toEqual([2]);
  expect((await set([{ column: 'b', is: 'matches', to: '^[y]$' }])).aside.map(({ row }) => row)).toEqual([1]);
});

it('writes codes that join two tables under one key, and are the same the second time', async () => {
  const hash = async (content: string, key: string) => (await run(content, [{ step: 'hashCells', columns: ['a'], key }])).text;
  const [one, other] = ['k'.repeat(16), 'l'.repeat(16)];
  const first = await hash('a,b\nAnn,1\nBob,2\nAnn,3\n', one);
  const codes = first.split('\n').slice(1, -1).map((line) => line.split(',')[0]); // prettier-ignore
  expect(codes).toEqual([codes[0], expect.stringMatching(/^[0-9a-f]{32}$/), codes[0]]);
  expect((await hash('x,a\n9,Ann\n', one)).split(/[\n,]/)[3]).toBe(codes[0]);
  expect(await hash('a,b\nAnn,1\n', other)).not.toContain(codes[0]);
  expect(await hash(first, one)).toBe(first);
});

it('refuses what is no pattern, and says which step it is and why', async () => {
  const steps = [{ step: 'trimWhitespace' }, { step: 'replaceText', columns: ['a'], pattern: '[[b-a]]', replacement: '' }];
  const told = { code: 'invalid-recipe', place: { step: 1 }, message: expect.stringMatching(/^steps\[1\] \(replaceText\): .* range/) };
  await expect(run('a,b\nx,1\n', steps)).rejects.toMatchObject(told);
});

it('moves a last word only where the other column lacks it, and another row has it beside the same rest', async () => {
  const step = { step: 'moveSuffix', from: 'a', to: 'b' };
  const { text, log } = await run('a,b\nBend OR,\nBend OR,CA\nBend,OR\nRed OR,\nSalem,OR\nNew York,\n', [step]);
  expect(text).toBe('a,b\nBend,OR\nBend OR,CA\nBend,OR\nRed OR,\nSalem,OR\nNew York,\n');
  expect(log.map(({ row, column, before, after }) => [row, column, before, after])).toEqual([
    [0, 'b', null, 'OR'],
    [0, 'a', 'Bend OR', 'Bend'],
  ]);
});

it('repairs by what a recipe names, whatever the order of its columns, and keeps the rows in order', async () => {
  const content = `k,t,n\n${Array.from({ length: 30 }, (_, row) => `${row % 3},${row === 7 ? 'birmxngham' : ['birmingham', 'montgomery', 'huntsville'][row % 3]},${row}\n`).join('')}`;
  const step = { step: 'repairByDependency', dependencies: [{ from: ['k'], to: 't' }] };
  const { text, log } = await run(content, [{ step: 'dropDuplicates' }, step]);
  expect(text).toBe(content.replace('birmxngham', 'montgomery').replace('montgomery,7', 'birmxngham,7'));
  expect(log).toEqual([]);
  const repaired = await run(content.replace('1,birmxngham', '1,montgxmery'), [step]);
  expect(repaired.text).toBe(content.replace('birmxngham', 'montgomery'));
  expect(repaired.log).toEqual([
    expect.objectContaining({ row: 7, before: 'montgxmery', reason: '9 of 9 other rows with the same k have it' }),
  ]);
});

describe('imputeNulls', () => {
  it.each([
    ['mean', '2', undefined],
    ['median', '2', undefined],
    ['forward', '1', undefined],
    ['backward', '3', undefined],
    ['constant', '9', '9'],
  ])('fills by %s', async (method, filled, value) => {
    const { text } = await run('a,b\n1,x\n,x\n3,x\n', [{ step: 'imputeNulls', columns: ['a'], method, ...(value ? { value } : {}) }]);
    expect(text.split('\n')[2]?.replace(/\.0/, '')).toBe(`${filled},x`);
  });

  it('fills by mode', async () => {
    expect((await run('a,b\nx,1\n,1\nx,1\ny,1\n', [{ step: 'imputeNulls', columns: ['a'], method: 'mode' }])).text).toBe(
      'a,b\nx,1\nx,1\nx,1\ny,1\n',
    );
  });
});

describe('dropDuplicates', () => {
  it('sets repeated rows aside, in order, and tells a gap from its neighbour', async () => {
    const { text, aside } = await run('a,b\nx,\n,x\nx,\nq,r\nx,\n', [{ step: 'dropDuplicates' }]);
    expect(text).toBe('a,b\nx,\n,x\nq,r\n');
    expect(aside.map(({ row }) => row)).toEqual([2, 4]);
  });

  it('by keys: keeps the last, and never takes two absent keys for one', async () => {
    const { text } = await run('k,v\n1,a\n,b\n1,c\n,d\n', [{ step: 'dropDuplicates', keys: ['k'], keep: 'last' }]);
    expect(text).toBe('k,v\n,b\n1,c\n,d\n');
  });

  it('by keys: takes no blanks for a key', async () => {
    const content = '{"k":"","v":1}\n{"k":"","v":2}\n{"k":" ","v":3}\n{"k":" ","v":4}\n{"k":"a","v":5}\n{"k":"a","v":6}\n';
    const { aside } = await run(content, [{ step: 'dropDuplicates', keys: ['k'] }]);
    expect(aside.map(({ row }) => row)).toEqual([5]);
  });
});

it('writes back in the dialect of the input', async () => {
  expect((await run('a;b\r\n"x;1"; y\r\n', [{ step: 'trimWhitespace' }])).text).toBe('a;b\r\n"x;1";y\r\n');
  expect((await run('{"a":1.50,"b":" x"}\n{"a":2,"b":"3"}\n', [{ step: 'trimWhitespace' }])).text).toBe(
    '{"a":1.50,"b":"x"}\n{"a":2,"b":"3"}\n',
  );
});

it('names a column that is not there before it does anything', async () => {
  const failing = run('a,b\n1,2\n', [{ step: 'trimWhitespace' }, { step: 'castColumn', columns: ['zip'], to: 'text' }]);
  await expect(failing).rejects.toMatchObject({
    code: 'unknown-column',
    place: { step: 1, column: 'zip' },
    message: expect.stringContaining('a, b'),
  });
  await expect(failing).rejects.toBeInstanceOf(Fault);
});

describe('mergeRecords', () => {
  const content =
    'k,name,born,seen,source\n1,Ann,,2024-01-01,web\n,Bob,1950,2024-01-02,shop\n1,Anna,1940,2024-03-01,shop\n,Bob,1950,2024-01-02,shop\n1,Ann,1941,2024-02-01,list\n';
  const merge = (more: object) => run(content, [{ step: 'mergeRecords', keys: ['k'], ...more }]);

  it.each([
    ['mostFrequent', {}, '1,Ann,1940,2024-01-01,web'],
    ['longest', { survivorship: { default: 'longest' } }, '1,Anna,1940,2024-01-01,shop'],
    ['mostRecent', { survivorship: { default: 'mostRecent' }, recentBy: 'seen' }, '1,Anna,1940,2024-03-01,shop'],
    [
      'source',
      { survivorship: { default: 'first', columns: { born: 'source' } }, sourceBy: { column: 'source', order: ['list', 'shop'] } },
      '1,Ann,1941,2024-01-01,web',
    ],
    ['max', { survivorship: { default: 'max', columns: { name: 'first' } } }, '1,Ann,1941,2024-03-01,web'],
    ['min', { survivorship: { default: 'min' } }, '1,Ann,1940,2024-01-01,list'],
  ])('keeps the first row with the cells that survive: %s', async (_, more, golden) => {
    const { text, aside, log, rowsIn, rowsOut } = await merge(more);
    expect(text.split('\n').slice(1, -1)).toEqual([golden, ',Bob,1950,2024-01-02,shop', ',Bob,1950,2024-01-02,shop']);
    expect(aside.map(({ row, reason }) => [row, reason])).toEqual([
      [2, 'merged into row 0, the same with a chance of 1.000'],
      [4, 'merged into row 0, the same with a chance of 1.000'],
    ]);
    expect(rowsIn).toBe(rowsOut + aside.length);
    // Provenance: each cell that came from elsewhere says from which row, and why.
    expect(log.filter(({ column }) => column === 'born')).toEqual([
      expect.objectContaining({ row: 0, before: null, reason: expect.stringMatching(/^from row [24]: (by the rule|1 of 2 rows)/) }),
    ]);
  });

  it('by weighed evidence, and changes nothing the second time', async () => {
    const word = (seed: number) =>
      Array.from({ length: 4 }, (_, at) => 'bdfgklmnprst'[(seed * (at + 5) + at * at) % 12]! + 'aeiou'[(seed + at * 3) % 5]!).join('');
    const person = (row: number) =>
      `${word(row % 40)},${word(100 + (row % 170))},${word(row % 23)},19${10 + (row % 80)}-0${1 + (row % 9)}-1${row % 10}`;
    const persons = Array.from({ length: 300 }, (_, row) => person(row));
    const table = `given,family,town,born\n${persons.join('\n')}\n${persons[17]!.replace(/^(.)(.)(.)/, '$1$3$2')}\n`;
    const once = await run(table, [{ step: 'mergeRecords' }]);
    expect(once.aside.map(({ row }) => row)).toEqual([300]);
    const twice = await run(once.text, [{ step: 'mergeRecords' }]);
    expect([twice.text, twice.changes.count, twice.aside]).toEqual([once.text, 0, []]);
  });

  it('wants to know what its rules follow', () => {
    const parsed = recipeSchema.safeParse({ steps: [{ step: 'mergeRecords', survivorship: { default: 'mostRecent' } }] });
    expect(parsed.success).toBe(false);
  });
});

it('accounts for every row and cell, and changes nothing the second time', async () => {
  const word = fc.constantFrom('x', ' x', 'N/A', '', '1', '01', 'é "q"', 'a,b');
  const table = fc.array(fc.tuple(word, word, word), { minLength: 1, maxLength: 12 });
  const steps = [{ step: 'trimWhitespace' }, { step: 'normaliseNulls' }, { step: 'dropDuplicates' }];
  const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
  await fc.assert(
    fc.asyncProperty(table, async (rows) => {
      const once = await run(`a,b,c\n${rows.map((cells) => `${cells.map(quoted).join(',')}\n`).join('')}`, steps);
      expect(once.rowsIn).toBe(once.rowsOut + once.quarantine.count);
      for (const { row, column, before } of once.log) expect(before).toBe(rows[row]!['abc'.indexOf(column)]);
      const twice = await run(once.text, steps);
      expect([twice.text, twice.changes.count, twice.quarantine.count]).toEqual([once.text, 0, 0]);
    }),
    { numRuns: 10 },
  );
});
