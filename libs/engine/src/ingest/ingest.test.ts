import { Fault, type ReadOptions } from '@millrace/contracts';
import pl from 'nodejs-polars';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { ingest } from './ingest';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ingest-'));
});
afterEach(() => rm(folder, { recursive: true }));

const read = async (content: string | Buffer, options: ReadOptions = {}) => {
  await writeFile(join(folder, 'in'), content);
  const found = await ingest({
    sourcePath: join(folder, 'in'),
    options,
    outputPath: join(folder, 'out.parquet'),
    asidePath: join(folder, 'aside'),
  });
  const rows = pl.scanParquet(join(folder, 'out.parquet')).collectSync().toRecords() as Record<string, string | null>[];
  return { ...found, names: found.columns.map(({ name }) => name), table: rows.map((row) => Object.values(row)) };
};
const faultOf = async (content: string | Buffer, options: ReadOptions = {}) =>
  read(content, options).then(
    () => null,
    (error: unknown) => (error instanceof Fault ? { code: error.code, ...error.place } : String(error)),
  );

describe('delimited text', () => {
  it.each<[string, string | Buffer, (string | null)[][]]>([
    [
      'plain',
      'a,b\n1,x\n2,y\n',
      [
        ['1', 'x'],
        ['2', 'y'],
      ],
    ],
    ['without a last line end', 'a,b\n1,x', [['1', 'x']]],
    ['CRLF', 'a,b\r\n1,x\r\n', [['1', 'x']]],
    [
      'CR alone',
      'a,b\r1,x\r2,y\r',
      [
        ['1', 'x'],
        ['2', 'y'],
      ],
    ],
    ['quotes, delimiters and line ends in cells', 'a,b\n"1,2","say ""hi""\nthere"\n', [['1,2', 'say "hi"\nthere']]],
    [
      'empty cells as absent',
      'a,b\n,x\n1,\n,\n',
      [
        [null, 'x'],
        ['1', null],
        [null, null],
      ],
    ],
    [
      'leading zeros, exponents and long numbers as they are',
      'a,b\n01234,1e5\n9007199254740993,0.10\n',
      [
        ['01234', '1e5'],
        ['9007199254740993', '0.10'],
      ],
    ],
    [
      'semicolons',
      'a;b\n1,5;x\n2,5;y\n',
      [
        ['1,5', 'x'],
        ['2,5', 'y'],
      ],
    ],
    ['tabs', 'a\tb\n1\tx\n', [['1', 'x']]],
    ['a byte-order mark', '\uFEFFa,b\n1,x\n', [['1', 'x']]],
    ['UTF-16 with a mark', Buffer.from('\uFEFFa,b\n1,é\n', 'utf16le'), [['1', 'é']]],
    ['blank lines skipped', 'a,b\n\n1,x\n\n', [['1', 'x']]],
    ['one column', 'a\n1\n2\n', [['1'], ['2']]],
    ['a quote inside a bare cell', 'a,b\n5" pipe,x\n', [['5" pipe', 'x']]],
    ['gzip', gzipSync('a,b\n1,x\n'), [['1', 'x']]],
    ['zstd', zstdCompressSync('a,b\n1,x\n'), [['1', 'x']]],
  ])('reads %s', async (_, content, table) => {
    expect((await read(content)).table).toEqual(table);
  });

  it('takes the encoding and the header from the caller', async () => {
    expect((await read(Buffer.from('é,1\n', 'latin1'), { encoding: 'latin1', header: false })).table).toEqual([['é', '1']]);
  });

  it('makes names unique and says so', async () => {
    const { names, findings } = await read('a,,a,height\n1,2,3,4\n');
    expect(names).toEqual(['a', 'column_2', 'a_2', 'height']);
    expect(findings).toEqual([expect.objectContaining({ rule: 'repairedHeader', count: 2 })]);
  });

  it('keeps ragged rows aside, counted and with their lines', async () => {
    const { table, raggedRows, findings } = await read('a,b\n1,x\n2\n3,y,z\n4,w\n');
    expect(table).toEqual([
      ['1', 'x'],
      ['4', 'w'],
    ]);
    expect(raggedRows).toBe(2);
    expect(findings[0]).toMatchObject({ rule: 'raggedRows', severity: 'error', message: expect.stringContaining('lines 3, 4') });
    expect(
      (await readFile(join(folder, 'aside'), 'utf8'))
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([
      { line: 3, cells: ['2'] },
      { line: 4, cells: ['3', 'y', 'z'] },
    ]);
  });
});

describe('JSON', () => {
  it.each<[string, string, (string | null)[][]]>([
    [
      'lines',
      '{"a":1,"b":"x"}\n{"a":2,"b":null}\n',
      [
        ['1', 'x'],
        ['2', null],
      ],
    ],
    [
      'lines with keys that come late',
      '{"a":1}\n{"b":true}\n',
      [
        ['1', null],
        [null, 'true'],
      ],
    ],
    ['an empty string apart from null', '{"a":""}\n{"a":null}\n', [[''], [null]]],
    ['numbers as they are written', '{"a":9007199254740993,"b":1.10}\n', [['9007199254740993', '1.10']]],
    ['nested values as their text', '{"a":{"x":[1,2]}}\n', [['{"x":[1,2]}']]],
    ['an array', '[{"a":1.50},\n {"a":"x"}]', [['1.50'], ['x']]],
  ])('reads %s', async (_, content, table) => {
    expect((await read(content)).table).toEqual(table);
  });

  it('remembers which columns held strings', async () => {
    expect((await read('{"a":1,"b":"1"}\n')).columns.map(({ jsonText }) => jsonText)).toEqual([false, true]);
  });
});

describe('Parquet', () => {
  it('reads every type as text, whatever the columns are called', async () => {
    pl.DataFrame({ height: [1, 2], '^a$': ['x', null], columns: [true, false] }).writeParquet(join(folder, 'p'));
    const { names, table, rows } = await read(await readFile(join(folder, 'p')));
    expect({ names, table, rows }).toEqual({
      names: ['height', '^a$', 'columns'],
      table: [
        ['1.0', 'x', 'true'],
        ['2.0', null, 'false'],
      ],
      rows: 2,
    });
  });

  it('refuses one that is cut', async () => {
    pl.DataFrame({ a: [1, 2] }).writeParquet(join(folder, 'p'));
    const whole = await readFile(join(folder, 'p'));
    expect(await faultOf(whole.subarray(0, whole.length - 20))).toEqual({ code: 'unreadable-parquet' });
  });
});

it.each<[string, string | Buffer, unknown]>([
  ['nothing', '', { code: 'empty-file' }],
  ['blank lines', '\n\n', { code: 'empty-file' }],
  ['a header only', 'a,b\n', { code: 'no-rows' }],
  ['a quote that is never closed', 'a,b\n1,x\n2,"y\n3,z\n', { code: 'broken-quotes', line: 3 }],
  ['a NUL byte', 'a,b\n1,x\n2,\0\n', { code: 'bad-encoding', line: 3 }],
  [
    'bytes that are not UTF-8',
    Buffer.concat([Buffer.from('a,b\n1,x\n2,'), Buffer.from([0xff, 0xfe, 0xfd]), Buffer.from('\n')]),
    { code: 'bad-encoding', line: 3 },
  ],
  ['a cell of 50 MB', `a,b\n1,${'x'.repeat(50 * 1024 * 1024)}\n`, { code: 'cell-too-large', line: 2 }],
  ['a quoted cell of 50 MB', `a,b\n1,"${'x\n'.repeat(25 * 1024 * 1024)}"\n`, { code: 'cell-too-large', line: 2 }],
  ['a line of 100 MB', 'x'.repeat(100 * 1024 * 1024), { code: 'line-too-long', line: 1 }],
  ['too many columns', `${','.repeat(30_000)}\n`, { code: 'too-many-columns', line: 1 }],
  ['a line that is not JSON', '{"a":1}\n{"a":\n', { code: 'unreadable-json', line: 2 }],
  ['deep nesting', `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}\n`, { code: 'too-deep', line: 1 }],
  ['a gzip that is cut', gzipSync('a,b\n1,x\n'.repeat(1000)).subarray(0, 40), { code: 'unreadable-archive' }],
  ['a bomb', gzipSync(Buffer.alloc(200 * 1024 * 1024, 'a,b\n1,2\n')), { code: 'expansion-too-large' }],
])(
  'refuses %s with its place',
  async (_, content, fault) => {
    expect(await faultOf(content)).toEqual(fault);
    expect(existsSync(join(folder, 'clean.csv'))).toBe(false);
  },
  60_000,
);
