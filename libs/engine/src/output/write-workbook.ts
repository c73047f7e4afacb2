import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { rowXml, sheetEnd, sheetStart, xmlText, type SheetCell } from './sheet-xml';

export interface Sheet {
  /** At most 31 characters, none of `[]:*?/\`. */
  readonly name: string;
  /** The first is the header. */
  readonly rows: Iterable<readonly SheetCell[]> | AsyncIterable<readonly SheetCell[]>;
}

const rowsAtOnce = 256;
/** The same content makes the same bytes. */
const mtime = new Date('2000-01-01T00:00:00Z');
const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packages = 'http://schemas.openxmlformats.org/package/2006';
const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

async function* sheetXml({ rows }: Sheet): AsyncGenerator<string> {
  yield sheetStart;
  let row = 0;
  let lines: string[] = [];
  for await (const cells of rows) {
    lines.push(rowXml(cells, row));
    row += 1;
    if (lines.length < rowsAtOnce) continue;
    yield lines.join('');
    lines = [];
  }
  yield lines.join('') + sheetEnd;
}

const parts = (sheets: readonly Sheet[]): Record<string, string> => ({
  '[Content_Types].xml': `${xml}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/>${sheets.map((_, at) => `<Override PartName="/xl/worksheets/sheet${at + 1}.xml" ContentType="${types}.worksheet+xml"/>`).join('')}</Types>`,
  '_rels/.rels': `${xml}<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': `${xml}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${office}"><sheets>${sheets.map(({ name }, at) => `<sheet name="${xmlText(name)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`).join('')}</sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': `${xml}<Relationships xmlns="${packages}/relationships">${sheets.map((_, at) => `<Relationship Id="rId${at + 1}" Type="${office}/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`).join('')}</Relationships>`,
});

/**
 * Writes sheets as an Office Open XML workbook (ECMA-376, `.xlsx`), row by row: what is held does not grow with them.
 * @throws Fault `does-not-fit-workbook` where a sheet has more rows, columns or characters in a cell than the format holds
 */
export const writeWorkbook = async (path: string, sheets: readonly Sheet[]): Promise<void> => {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(parts(sheets))) zip.addBuffer(Buffer.from(content), name, { mtime });
  const failed = new Promise<never>((_, reject) => {
    for (const [at, sheet] of sheets.entries()) {
      const source = Readable.from(sheetXml(sheet), { objectMode: false }).once('error', reject);
      zip.addReadStream(source, `xl/worksheets/sheet${at + 1}.xml`, { mtime });
    }
  });
  zip.end();
  const ended = new AbortController();
  try {
    await Promise.race([pipeline(zip.outputStream, createWriteStream(path), { signal: ended.signal }), failed]);
  } finally {
    ended.abort();
  }
};
