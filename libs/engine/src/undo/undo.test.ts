import { Fault, recipeSchema, type UndoSelection } from '@millrace/contracts';
import fc from 'fast-check';
import pl from 'nodejs-polars';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { forSeconds } from '../../../../test/support/slow-property';
import { cleanse } from '../cleanse/cleanse';
import { ingest } from '../ingest/ingest';
import { undo } from './undo';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'undo-'));
});
afterEach(() => rm(folder, { recursive: true }));

const allSteps = [
  { step: 'trimWhitespace' },
  { step: 'normaliseNulls' },
  { step: 'changeCase', columns: ['a'], to: 'upper' },
  { step: 'castColumn', columns: ['b'], to: 'integer', onMisfit: 'quarantine' },
  { step: 'imputeNulls', columns: ['a'], method: 'constant', value: 'x, "y"' },
  { step: 'dropDuplicates' },
];
const someSteps = [allSteps[0]!, allSteps[3]!, allSteps[5]!];
/** @param kept whether how it is written is kept as it is read, or found out later */
const cleansed = async (content: string | Buffer, steps: readonly object[], kept = true) => {
  const place = await mkdtemp(join(folder, 'one-'));
  const [sourcePath, workingCopyPath, formPath] = [join(place, 'in'), join(place, 'w.parquet'), join(place, 'form')];
  await writeFile(sourcePath, content);
  const request = { sourcePath, options: { header: true }, outputPath: workingCopyPath, asidePath: join(place, 'aside') };
  const read = await ingest(kept ? { ...request, formPath } : request);
  const outputDir = join(place, 'out');
  await mkdir(outputDir);
  const source = kept ? { path: sourcePath, formPath } : { path: sourcePath };
  const found = await cleanse({ workingCopyPath, ingest: read, recipe: recipeSchema.parse({ steps }), source, outputDir });
  const back = async (selection: UndoSelection, rowsAtOnce?: number) => {
    const done = await undo({
      cleansedPath: found.output.path,
      changesPath: found.changes.parquetPath,
      selection,
      ...(rowsAtOnce !== undefined && { rowsAtOnce }),
      outputDir: await mkdtemp(join(place, 'back-')),
    });
    return { ...done, bytes: await readFile(done.path) };
  };
  return { ...found, back };
};
const restored = async (content: string | Buffer, steps: readonly object[], kept = true) => {
  const { isInput, bytes } = await (await cleansed(content, steps, kept)).back('all');
  expect(isInput).toBe(true);
  return bytes;
};

describe('all of it gives the input byte for byte', () => {
  it.each([
    ['quotes where none are needed', 'a,b\n"x ",1\ny ,"2"\n"z","3"\n'],
    ['all in quotes', `"a","b"\n${Array.from({ length: 50 }, (_, row) => `" ${row}","${row % 7}"\n`).join('')}`],
    ['CRLF, and no end of the last line', 'a,b\r\nx ,1\r\ny,2\r\nx ,1'],
    ['mixed line ends', 'a,b\nx ,1\r\ny,2\nz ,3\r\n'],
    ['CR alone', 'a,b\rx ,1\ry,2\r'],
    ['a byte-order mark', '\ufeffa,b\n x,1\n'],
    ['blank lines and rows that do not fit', '\n\na,b\n x,1\n\nq\n y,2\n1,2,3\n\n\n z,4\n\n'],
    ['a header of odd names', 'a,b,,a,"c,d"\n x,1,2,3,4\n y,5,6,7,8\n'],
    ['spaces after quotes, and quotes inside', 'a,b\n"x" ,1\ny"z ,2\n"q""r ",3\n'],
    ['a sep line', 'sep=;\na;b\n x;1\n'],
    ['empty quotes among absent cells', 'a,b\n"",1\n,2\n x,3\n'],
    ['line ends in cells', 'a,b\n"x\ny ",1\n"p\r\nq",2\n'],
    ['a cell that is a quote sign only', 'a,b\n"""",1\n x,2\n'],
  ])('%s', async (_, content) => {
    for (const kept of [true, false]) expect((await restored(content, someSteps, kept)).toString()).toBe(content);
  });

  it.each([
    ['UTF-16', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('a,b\r\n é,1\r\n', 'utf16le')])],
    ['Windows-1252', Buffer.from('a,b\n caf\xe9 \x80,1\n', 'latin1')],
    ['gzip', gzipSync('a,b\n x,1\n')],
    ['JSON lines', Buffer.from('{"a": " x","b":1}\n{"b":1.50, "a":null}\n')],
    ['a JSON array', Buffer.from('[ {"a":" x","b":1},\n {"a":"y","b":"N/A"} ]')],
    ['rows with bytes that are no UTF-8', Buffer.concat([Buffer.from('a,b\n é,1\nq'), Buffer.from([0xff]), Buffer.from(',2\nz ,3\n')])],
  ])('%s', async (_, content) => {
    expect((await restored(content, someSteps)).equals(content)).toBe(true);
  });

  it('of one column', async () => {
    const content = 'a\n" x"\n""\n y\n""\n';
    expect((await restored(content, [{ step: 'trimWhitespace' }, { step: 'dropDuplicates' }])).toString()).toBe(content);
  });

  it('when no row stayed', async () => {
    const content = 'a,b\n x,y\n';
    const { rowsOut, back } = await cleansed(content, allSteps);
    expect(rowsOut).toBe(0);
    expect((await back('all')).bytes.toString()).toBe(content);
  });

  it('for random tables and random recipes', async () => {
    const cell = fc.oneof(
      fc.constantFrom('x', ' x', 'N/A', '', '1', '01', 'é "q"', 'a,b', '-', 'Y', 'true'),
      fc.string({ unit: fc.constantFrom('a', 'B', '"', ',', '\n', '\r\n', ' ', 'ß'), maxLength: 5 }),
    );
    const lexeme = fc.tuple(cell, fc.boolean()).map(([text, isQuoted]) => {
      return isQuoted || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    });
    const row = fc.tuple(lexeme, lexeme, fc.constantFrom('\n', '\r\n', '\n\n')).map(([a, b, end]) => `${a},${b}${end}`);
    const odd = fc.constantFrom('"x" ,y\n', 'p"q,1\n', 'a,b,c\n', '\n', 'alone\n');
    const body = fc.array(fc.oneof({ weight: 8, arbitrary: row }, { weight: 1, arbitrary: odd }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(
        body,
        fc.shuffledSubarray(allSteps, { minLength: 1 }),
        fc.boolean(),
        fc.integer({ min: 1, max: 14 }),
        forSeconds(15, async (rows, steps, isCut, atOnce) => {
          const content = `a,b\nfirst,1\n${rows.join('')}`.slice(0, isCut ? -1 : undefined);
          const { rowsIn, rowsOut, quarantine, back } = await cleansed(content, steps);
          expect(rowsIn).toBe(rowsOut + quarantine.count);
          expect((await back('all', atOnce)).bytes.toString()).toBe(content);
        }),
      ),
      { numRuns: 40 },
    );
  });
});

describe('a part of it', () => {
  const content = 'a,b\n N/A,1\n x,2\nx,2\ny ,q\n';
  const steps = [
    { step: 'trimWhitespace' },
    { step: 'normaliseNulls' },
    { step: 'castColumn', columns: ['b'], to: 'integer', onMisfit: 'quarantine' },
    { step: 'dropDuplicates' },
  ];
  it.each([
    ['a step, and what was made of it', { steps: [0] }, 'a,b\n N/A,1\n x,2\n', 4],
    ['a later step alone', { steps: [1] }, 'a,b\nN/A,1\nx,2\n', 1],
    ['the rows that a step set aside, as they left', { steps: [2] }, 'a,b\n,1\nx,2\ny,q\n', 0],
    ['a column', { columns: ['a'] }, 'a,b\n N/A,1\n x,2\n', 4],
    ['one that nothing has changed', { columns: ['b'] }, 'a,b\n,1\nx,2\n', 0],
    ['a cell', { cells: [{ row: 1, column: 'a' }] }, 'a,b\n,1\n x,2\n', 1],
    ['rows, those that left too', { rows: [2, 3] }, 'a,b\n,1\nx,2\nx,2\ny ,q\n', 1],
  ])('%s', async (_, selection, expected, changes) => {
    const { back } = await cleansed(content, steps);
    for (const rowsAtOnce of [undefined, 1, 2, 3]) {
      const done = await back(selection, rowsAtOnce);
      expect([done.bytes.toString(), done.isInput]).toEqual([expected, false]);
      expect(done.changes).toBe(changes);
    }
  });
});

describe('the change log', () => {
  it('stays a Parquet file that every reader reads, and costs nothing for a table all in quotes', async () => {
    const content = `"a","b"\n${Array.from({ length: 5000 }, (_, row) => `" ${row % 3}","${row}"\n`).join('')}`;
    const { changes, back } = await cleansed(content, [{ step: 'trimWhitespace' }]);
    expect(pl.readParquet(changes.parquetPath).height).toBe(5000);
    const plain = await cleansed(content.replaceAll('"', ''), [{ step: 'trimWhitespace' }]);
    const [size, plainSize] = [await readFile(changes.parquetPath), await readFile(plain.changes.parquetPath)].map(({ length }) => length);
    expect(size! - plainSize!).toBeLessThan(2000);
    expect((await back('all')).bytes.toString()).toBe(content);
  });

  const code = (work: Promise<unknown>) =>
    work.then(
      () => null,
      (error: unknown) => (error instanceof Fault ? error.code : error),
    );
  it.each([
    [{ columns: ['b', 'c'] }, 'unknown-column'],
    [{ cells: [{ row: 0, column: 'A' }] }, 'unknown-column'],
    [{ cells: [{ row: 1, column: 'a' }] }, 'not-found'],
    [{ cells: [{ row: 0, column: 'b' }] }, 'not-in-change-log'],
    [
      {
        cells: [
          { row: 0, column: 'a' },
          { row: 0, column: 'b' },
        ],
      },
      'not-in-change-log',
    ],
    [{ steps: [0, 1] }, 'not-in-change-log'],
    [{ rows: [0, 9] }, 'not-found'],
  ])('refuses what is not there: %j', async (selection, expected) => {
    const { back } = await cleansed('a,b\n x,1\n', [{ step: 'trimWhitespace' }]);
    expect(await code(back(selection))).toBe(expected);
  });

  it('refuses another table, and another log', async () => {
    const { output, changes, back } = await cleansed('a,b\n x,1\n', [{ step: 'trimWhitespace' }]);
    const log = await readFile(changes.parquetPath);
    await writeFile(changes.parquetPath, Buffer.concat([log.subarray(0, 4), Buffer.from('cut')]));
    expect(await code(back('all'))).toBe('unreadable-change-log');
    pl.DataFrame({ a: [1] }).writeParquet(changes.parquetPath);
    expect(await code(back('all'))).toBe('unreadable-change-log');
    const damaged = Buffer.from(log);
    damaged.fill(0xff, 8, 60);
    await writeFile(changes.parquetPath, damaged);
    expect(await code(back({ columns: ['a'] }))).toBe('unreadable-change-log');
    await writeFile(changes.parquetPath, log);
    await writeFile(output.path, 'a,b\nX,1\n');
    expect(await code(back('all'))).toBe('not-its-output');
  });
});
