import type { ReadOptions } from '@millrace/contracts';
import { readFile } from 'node:fs/promises';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { ScratchIngest } from './testing/scratch-ingest';

const scratch = new ScratchIngest();
beforeEach(() => scratch.begin());
afterEach(() => scratch.end());
const read = scratch.read.bind(scratch);
const faultOf = scratch.faultOf.bind(scratch);

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
    ['an empty pair of quotes in one column', 'a\nx\n""\n"" \ny\n', [['x'], [null], [null], ['y']]],
    [
      'CRLF inside quotes as it is',
      'a,b\r\n1,"x\r\ny"\r\n2,"x\ny"\r\n',
      [
        ['1', 'x\r\ny'],
        ['2', 'x\ny'],
      ],
    ],
    [
      'empty quotes as absent',
      'a,b\n"",x\n"1",""\n',
      [
        [null, 'x'],
        ['1', null],
      ],
    ],
    [
      'mixed line ends',
      'a,b\n1,x\r\n2,y\n3,z\r',
      [
        ['1', 'x'],
        ['2', 'y'],
        ['3', 'z'],
      ],
    ],
    [
      'LF, CRLF and CR in one file',
      'a,b\r1,x\r\n2,y\n3,z\r4,w\n',
      [
        ['1', 'x'],
        ['2', 'y'],
        ['3', 'z'],
        ['4', 'w'],
      ],
    ],
    [
      'a CR inside a bare cell',
      'a,b\n1,x\ry\n2,z\n',
      [
        ['1', 'x\ry'],
        ['2', 'z'],
      ],
    ],
    ['spaces after a closing quote', 'a,b\n"1" ,"x,y"  \n', [['1', 'x,y']]],
    ['bytes that are not UTF-8 as Windows-1252', Buffer.from('a,b\n1,caf\xe9 \x80\n', 'latin1'), [['1', 'café €']]],
    [
      'UTF-16 without a mark',
      Buffer.from('a,b\n1,é\n22,ü\n', 'utf16le'),
      [
        ['1', 'é'],
        ['22', 'ü'],
      ],
    ],
    [
      'UTF-16 of the other order',
      Buffer.from('a,b\n1,é\n22,ü\n', 'utf16le').swap16(),
      [
        ['1', 'é'],
        ['22', 'ü'],
      ],
    ],
    [
      'pipes',
      'a|b\n1|x,y\n2|z\n',
      [
        ['1', 'x,y'],
        ['2', 'z'],
      ],
    ],
    [
      'carets',
      'a^b^c\n1^x^2\n2^y^3\n',
      [
        ['1', 'x', '2'],
        ['2', 'y', '3'],
      ],
    ],
    ['a line that tells the delimiter', 'sep=;\r\na;b\r\n1,5;x\r\n', [['1,5', 'x']]],
    [
      'single quotes where they are needed',
      "a,b\n1,'x,y'\n2,'z'\n3,'it''s, so'\n",
      [
        ['1', 'x,y'],
        ['2', 'z'],
        ['3', "it's, so"],
      ],
    ],
    [
      'single quotes that are text',
      "a,b\n1,'x'\n2,it's\n",
      [
        ['1', "'x'"],
        ['2', "it's"],
      ],
    ],
    [
      'inches in a tab-separated file',
      'a\tb\n1\t"x\n2\t"y\n3\tz"z\n4\t"v\n5\t"w\n',
      [
        ['1', '"x'],
        ['2', '"y'],
        ['3', 'z"z'],
        ['4', '"v'],
        ['5', '"w'],
      ],
    ],
    ['a quote inside a bare cell', 'a,b\n5" pipe,x\n', [['5" pipe', 'x']]],
    ['gzip', gzipSync('a,b\n1,x\n'), [['1', 'x']]],
    ['zstd', zstdCompressSync('a,b\n1,x\n'), [['1', 'x']]],
  ])('reads %s', async (_, content, table) => {
    expect((await read(content)).table).toEqual(table);
  });

  it('takes the encoding and the header from the caller', async () => {
    expect((await read(Buffer.from('é,1\n', 'latin1'), { encoding: 'latin1', header: false })).table).toEqual([['é', '1']]);
  });

  it('takes a delimiter and a quote of any character from the caller', async () => {
    expect((await read('a§b\nþ1§2þ§þxþþyþ\n', { delimiter: '§', quote: 'þ' })).table).toEqual([['1§2', 'xþy']]);
    expect(await faultOf('a§b\n1\u001f§2\n', { delimiter: '§' })).toEqual({ code: 'bad-encoding' });
  });

  it.each<[string, string, string[]]>([
    ['numbers below names', 'id,name\n1,x\n2,y\n', ['id', 'name']],
    ['only text, where nothing can tell', 'name,city\nAnn,Graz\nBob,Ghent\n', ['name', 'city']],
    ['years as names', 'country,2019,2020\nAT,1,2\nBE,3,4\n', ['country', '2019', '2020']],
    ['values from the first row on', '1,Ann\n2,Bob\n3,Cid\n', ['column_1', 'column_2']],
    ['dates from the first row on', '2024-01-01,Ann\n2024-01-02,Bob\n', ['column_1', 'column_2']],
  ])('decides whether there is a header: %s', async (_, content, wanted) => {
    const { names, header, findings } = await read(content);
    expect(names).toEqual(wanted);
    expect(header).toMatchObject({ isHeader: wanted[0] !== 'column_1', told: false });
    expect(findings.map(({ rule }) => rule)).toEqual(wanted[0] === 'column_1' ? ['noHeader'] : []);
  });

  it('keeps the first row when it is no header', async () => {
    expect((await read('1,Ann\n2,Bob\n')).table).toEqual([
      ['1', 'Ann'],
      ['2', 'Bob'],
    ]);
  });

  it('makes names unique and says so, with their places', async () => {
    const { names, findings } = await read('a,,a,height\n1,2,3,4\n');
    expect(names).toEqual(['a', 'column_2', 'a_2', 'height']);
    expect(findings).toEqual([
      expect.objectContaining({
        rule: 'repairedHeader',
        count: 2,
        message: expect.stringContaining('column 2 is blank, now column_2; column 3 repeats column 1, now a_2'),
      }),
    ]);
  });

  it.each<[string, string, string | Buffer, ReadOptions, (string | null)[][]]>([
    [
      'brokenQuotes',
      'lines 3',
      'a,b\n1,x\n2,"y\n3,z\n',
      {},
      [
        ['1', 'x'],
        ['3', 'z'],
      ],
    ],
    [
      'brokenQuotes',
      'lines 2',
      'a,b\n1,"x\n2,"y"\n3,z\n',
      {},
      [
        ['2', 'y'],
        ['3', 'z'],
      ],
    ],
    [
      'brokenQuotes',
      'lines 3',
      'a,b\n"1",x\n2,"y"z\n3,z\n',
      {},
      [
        ['1', 'x'],
        ['3', 'z'],
      ],
    ],
    [
      'nulBytes',
      'lines 3',
      'a,b\n1,x\n2,\0\n3,z\n',
      {},
      [
        ['1', 'x'],
        ['3', 'z'],
      ],
    ],
    [
      'badBytes',
      'lines 3',
      Buffer.concat([Buffer.from('a,b\n1,é\n2,'), Buffer.from([0xff, 0xfe]), Buffer.from('\n3,z\n')]),
      { encoding: 'utf-8' },
      [
        ['1', 'é'],
        ['3', 'z'],
      ],
    ],
    ['unreadableLines', 'lines 2', '{"a":1}\n{"a":\n{"a":2}\n', {}, [['1'], ['2']]],
    ['unreadableLines', 'lines 2', '[{"a":1},\n 7,\n{"a":2}]', {}, [['1'], ['2']]],
    ['unreadableLines', 'lines 2', '{"a":1}\n{"a":3,"a":4}\n{"a":2}\n', {}, [['1'], ['2']]],
    ['unreadableLines', 'lines 1', '{"a":1,"b":2,"a":4}\n{"a":3}\n{"a":2}\n', {}, [['3'], ['2']]],
    ['unreadableLines', 'lines 2', '{"a":"x"}\n{"a":"\\ud83d"}\n{"a":"\\ud83d\\ude00"}\n', {}, [['x'], ['😀']]],
  ])('keeps rows aside for %s, counted and with their %s', async (rule, lines, content, options, table) => {
    const found = await read(content, options);
    expect(found.table).toEqual(table);
    expect(found.raggedRows).toBe(1);
    expect(found.findings).toEqual([
      expect.objectContaining({ rule, severity: 'error', count: 1, message: expect.stringContaining(lines) }),
    ]);
    expect(JSON.parse(await readFile(scratch.asidePath, 'utf8'))).toMatchObject({ reason: rule, line: Number(lines.slice(6)) });
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
      (await readFile(scratch.asidePath, 'utf8'))
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([
      { line: 3, reason: 'raggedRows', cells: ['2'] },
      { line: 4, reason: 'raggedRows', cells: ['3', 'y', 'z'] },
    ]);
  });
});

it('takes a text with a byte that is no UTF-8 among many characters for UTF-8, and keeps its row aside', async () => {
  const rows = Array.from({ length: 100 }, (_, at) => `${at},M\u00fcller \u00c9lodie\n`);
  const bytes = Buffer.concat([Buffer.from(`id,name\n${rows.join('')}`), Buffer.from([0x78, 0x2c, 0xff, 0x0a])]);
  const { table, dialect, raggedRows } = await read(bytes);
  expect([dialect?.encoding, table[7]?.[1], table.length, raggedRows]).toEqual(['utf-8', 'M\u00fcller \u00c9lodie', 100, 1]);
});
