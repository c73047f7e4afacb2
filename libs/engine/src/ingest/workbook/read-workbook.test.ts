import { gzipSync } from 'node:zlib';
import { ScratchIngest } from '../testing/scratch-ingest';
import { workbookFile, zipFile } from '../testing/zip-file';
import { formatNumber, formatSerial, formOfCode } from './number-formats';
import { columnOf } from './sheet-rows';

const scratch = new ScratchIngest();
beforeEach(() => scratch.begin());
afterEach(() => scratch.end());
const read = scratch.read.bind(scratch);
const faultOf = scratch.faultOf.bind(scratch);

const text = (reference: string, content: string) => `<c r="${reference}" t="inlineStr"><is><t>${content}</t></is></c>`;
const row = (number: number, ...cells: string[]) => `<row r="${number}">${cells.join('')}</row>`;
const sheet = (...rows: string[]) => `<sheetData>${rows.join('')}</sheetData>`;
const header = row(1, text('A1', 'id'), text('B1', 'name'));

it('reads every kind of cell', async () => {
  const content = workbookFile({
    shared:
      '<si><t>plain</t></si><si><r><t>rich </t></r><r><t>text</t></r><rPh sb="0" eb="1"><t>ルビ</t></rPh></si><si><t>a_x000D_b &amp; c</t></si>',
    styles:
      '<numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/><numFmt numFmtId="165" formatCode="0.00&quot; days&quot;"/></numFmts>' +
      '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="21"/></cellXfs>',
    sheets: {
      Data: sheet(
        row(
          1,
          ...['shared', 'number', 'date', 'stamp', 'bool', 'error', 'formula', 'time'].map((name, at) => text(`${'ABCDEFGH'[at]}1`, name)),
        ),
        row(
          2,
          '<c r="A2" t="s"><v>0</v></c><c r="B2"><v>1.1000000000000001</v></c><c r="C2" s="1"><v>45322</v></c><c r="D2" s="2"><v>45322.5</v></c>',
          '<c r="E2" t="b"><v>1</v></c><c r="F2" t="e"><v>#N/A</v></c><c r="G2" t="str"><f>A2</f><v>plain</v></c><c r="H2" s="4"><v>0.25</v></c>',
        ),
        row(3, '<c r="A3" t="s"><v>1</v></c><c r="B3" s="3"><v>12345678901234567890</v></c><c r="E3" t="b"><v>0</v></c>'),
        row(5, '<c r="A5" t="s"><v>2</v></c><c r="D5" s="2"/>'),
      ),
    },
  });
  const { format, table, names, findings, sheet: name } = await read(content);
  expect({ format, name, names: names.join() }).toEqual({
    format: 'xlsx',
    name: 'Data',
    names: 'shared,number,date,stamp,bool,error,formula,time',
  });
  expect(table).toEqual([
    ['plain', '1.1', '2024-01-31', '2024-01-31 12:00:00', 'true', '#N/A', 'plain', '06:00:00'],
    ['rich text', '12345678901234567890', null, null, 'false', null, null, null],
    ['a\rb & c', null, null, null, null, null, null, null],
  ]);
  expect(findings).toEqual([
    expect.objectContaining({ rule: 'errorCells', count: 1, message: expect.stringContaining('row 2, column 6') }),
  ]);
});

it('reads the sheet that is asked for, by name or number, and tells of the others', async () => {
  const sheets = { One: sheet(header, row(2, text('A2', '1'))), Two: sheet(row(1, text('A1', 'x')), row(2, text('A2', 'y'))) };
  const content = workbookFile({ sheets });
  expect((await read(content)).findings).toEqual([
    expect.objectContaining({ rule: 'otherSheets', message: expect.stringContaining('Two') }),
  ]);
  expect((await read(content, { sheet: 'Two' })).table).toEqual([['y']]);
  expect((await read(content, { sheet: '2' })).sheet).toBe('Two');
  expect(await faultOf(content, { sheet: 'Three' })).toEqual({ code: 'unreadable-workbook' });
});

it('takes the used range, whatever its corner, and pads short rows', async () => {
  const content = workbookFile({
    sheets: {
      S: sheet(
        row(3, text('C3', 'id'), text('D3', 'name')),
        row(4, text('C4', 'x')),
        row(5, text('C5', 'y'), text('D5', 'z'), text('E5', 'late')),
      ),
    },
  });
  const { names, table } = await read(content);
  expect(names).toEqual(['id', 'name', 'column_3']);
  expect(table).toEqual([
    ['x', null, null],
    ['y', 'z', 'late'],
  ]);
});

it('tells of merged cells and gives the first its value', async () => {
  const merged = `${sheet(header, row(2, text('A2', 'x')), row(3, text('B3', 'y')))}<mergeCells><mergeCell ref="A2:A3"/></mergeCells>`;
  const { table, findings } = await read(gzipSync(workbookFile({ sheets: { S: merged } })));
  expect(table).toEqual([
    ['x', null],
    [null, 'y'],
  ]);
  expect(findings).toEqual([expect.objectContaining({ rule: 'mergedCells', count: 1, message: expect.stringContaining('A2:A3') })]);
});

it.each<[string, Buffer, unknown]>([
  ['an archive that is no workbook', zipFile([{ name: 'a.txt', content: 'x' }]), { code: 'unsupported-format' }],
  ['a sheet without rows', workbookFile({ sheets: { S: sheet(header) } }), { code: 'no-rows' }],
  [
    'a workbook that is cut',
    workbookFile({ sheets: { S: sheet(header, row(2, text('A2', '1'))) } }).subarray(0, 600),
    { code: 'unreadable-workbook' },
  ],
  ['XML that is cut', workbookFile({ sheets: { S: '<sheetData><row><c><v>1' } }), { code: 'unreadable-workbook' }],
  [
    'a text that is not there',
    workbookFile({ sheets: { S: sheet(header, row(2, '<c r="A2" t="s"><v>7</v></c>')) } }),
    { code: 'unreadable-workbook', line: 2 },
  ],
  [
    'a cell beyond the last column',
    workbookFile({ sheets: { S: sheet(row(1, text('ZZZZ1', 'x'))) } }),
    { code: 'too-many-columns', line: 1 },
  ],
  [
    'a cell so far off that the table would be nothing but absent cells',
    workbookFile({ sheets: { S: sheet(...Array.from({ length: 2000 }, (_, at) => row(at + 1, text('A1', 'x'), text('NAA1', 'x')))) } }),
    { code: 'expansion-too-large' },
  ],
  [
    'a bomb that tells its size',
    workbookFile({
      sheets: { S: sheet(header, row(2, text('A2', '1'))) },
      more: [{ name: 'xl/bomb', content: Buffer.alloc(100 * 1024 * 1024) }],
    }),
    { code: 'expansion-too-large' },
  ],
  [
    'a bomb that lies about its size',
    zipFile([
      { name: 'xl/workbook.xml', content: '<workbook xmlns:r="r"><sheets><sheet name="S" r:id="1"/></sheets></workbook>' },
      {
        name: 'xl/_rels/workbook.xml.rels',
        content: '<Relationships><Relationship Id="1" Type="/worksheet" Target="s.xml"/></Relationships>',
      },
      { name: 'xl/s.xml', content: Buffer.alloc(100 * 1024 * 1024, ' '), claimedBytes: 1000 },
    ]),
    { code: 'unreadable-workbook' },
  ],
])('refuses %s', async (_, content, fault) => {
  expect(await faultOf(content)).toEqual(fault);
});

test.each([
  ['0.00', 'number'],
  ['General', 'number'],
  ['[Red]0.00;[Blue]-0.00', 'number'],
  ['0" days"', 'number'],
  ['dd/mm/yyyy', 'date'],
  ['mmm', 'date'],
  ['[$-409]h:mm AM/PM', 'time'],
  ['[h]:mm:ss', 'duration'],
])('takes the format %s for a %s', (code, form) => {
  expect(formOfCode(code)).toBe(form);
});

test.each([
  ['1', false, '1900-01-01'],
  ['59', false, '1900-02-28'],
  ['60', false, '1900-02-29'],
  ['61', false, '1900-03-01'],
  ['0', true, '1904-01-01'],
  ['45322.999988425926', false, '2024-01-31 23:59:59'],
  ['-1', false, '-1'],
  ['9999999', false, '9999999'],
])('writes serial %s as a date', (serial, is1904, text) => {
  expect(formatSerial(serial, 'date', is1904)).toBe(text);
});

test('writes numbers as they were typed and durations beyond a day', () => {
  expect(['0.30000000000000004', '1E3', '007', '123456789012345678'].map(formatNumber)).toEqual([
    '0.30000000000000004',
    '1000',
    '007',
    '123456789012345678',
  ]);
  expect(formatSerial('1.5', 'duration', false)).toBe('36:00:00');
  expect(['A1', 'Z9', 'AA1', 'XFD1', '7'].map(columnOf)).toEqual([0, 25, 26, 16_383, Number.NaN]);
});
