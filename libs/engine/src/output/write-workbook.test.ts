import fc from 'fast-check';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ScratchIngest } from '../ingest/testing/scratch-ingest';
import { columnLetters, rowXml, type SheetCell } from './sheet-xml';
import { writeWorkbook } from './write-workbook';

const scratch = new ScratchIngest();
beforeEach(() => scratch.begin());
afterEach(() => scratch.end());

/** Writes a sheet and reads it as an upload would be. */
const readBack = async (rows: readonly (readonly SheetCell[])[]) => {
  const path = join(scratch.folder, 'made.xlsx');
  await writeWorkbook(path, [{ name: 'A & B', rows }]);
  return scratch.read(await readFile(path), { header: true });
};

it('brings every text and number back as it was', async () => {
  const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }).filter((one) => one.isWellFormed() && one.trim() !== '');
  const cell = fc.oneof(text, fc.constantFrom('=1+1', '+1', '@x', '_x0041_', ' padded ', 'a\nb', '\u0001', '<&">'));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, fc.integer()), { minLength: 1, maxLength: 8 }), async (rows) => {
      const { table } = await readBack([['text', 'number'], ...rows]);
      expect(table).toEqual(rows.map(([one, number]) => [one, `${number === 0 ? 0 : number}`]));
    }),
    { numRuns: 40 },
  );
});

it('writes texts that look like formulas as texts', () => {
  for (const text of ['=HYPERLINK("http://x")', '+1', '-1', '@SUM(A1)', '\t=1']) {
    const xml = rowXml([text], 0);
    expect(xml).toContain('t="inlineStr"');
    expect(xml).not.toContain('<f>');
  }
});

it('names its columns as spreadsheets do', () =>
  expect([0, 25, 26, 701, 702, 16_383].map(columnLetters)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA', 'XFD']));

it.each<[string, SheetCell[], number]>([
  ['a row too many', ['a'], 1_048_576],
  ['a column too many', Array<SheetCell>(16_385).fill(null), 0],
  ['a text too long', ['x'.repeat(32_768)], 0],
])('refuses %s', (_, cells, row) => {
  expect(() => rowXml(cells, row)).toThrow(expect.objectContaining({ code: 'does-not-fit-workbook' }));
});

it('fails where its rows do', async () => {
  const rows = (function* () {
    yield ['a'];
    throw new Error('no more');
  })();
  await expect(writeWorkbook(join(scratch.folder, 'x.xlsx'), [{ name: 'S', rows }])).rejects.toThrow('no more');
});
