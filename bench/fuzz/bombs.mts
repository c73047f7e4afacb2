import { createRequire } from 'node:module';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import type * as Polars from 'nodejs-polars';
import { workbookFile, zipFile } from './samples.mts';

const pl = (createRequire(import.meta.url)('nodejs-polars') as { default: typeof Polars.default }).default;
const mebibyte = 1024 * 1024;
const repeated = (text: string, bytes: number): Buffer => Buffer.alloc(bytes, text);

/** The footer of a Parquet file that tells of a billion rows and holds none. */
const billionRows = (): Buffer => {
  const rows = [0x16, 0x80, 0xa8, 0xd6, 0xb9, 0x07];
  const schema = [0x15, 0x02, 0x19, 0x2c, 0x48, 1, 0x72, 0x15, 0x02, 0, 0x15, 0x04, 0x25, 0, 0x18, 1, 0x61, 0];
  const footer = Buffer.from([...schema, ...rows, 0x19, 0x1c, 0x19, 0x0c, 0x16, 0, ...rows, 0, 0]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(footer.length);
  return Buffer.concat([Buffer.from('PAR1'), footer, length, Buffer.from('PAR1')]);
};

const constantParquet = (rows: number): Buffer => {
  const folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
  try {
    pl.DataFrame({ a: Array.from({ length: rows }, () => 7) })
      .withColumns(...['b', 'c', 'd'].map((name) => pl.lit('constant').alias(name)))
      .writeParquet(join(folder, 'p'), { compression: 'zstd' });
    return readFileSync(join(folder, 'p'));
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const relations = '<Relationships><Relationship Id="1" Type="/worksheet" Target="s.xml"/></Relationships>';
const main = '<workbook xmlns:r="r"><sheets><sheet name="S" r:id="1"/></sheets></workbook>';
const liar = (content: string | Buffer, claimedBytes?: number): Buffer =>
  zipFile([
    { name: 'xl/workbook.xml', content: main },
    { name: 'xl/_rels/workbook.xml.rels', content: relations },
    { name: 'xl/s.xml', content, claimedBytes },
  ]);

const laughs = `<!DOCTYPE w [<!ENTITY a "ha">${Array.from({ length: 20 }, (_, at) => `<!ENTITY ${String.fromCharCode(98 + at)} "${`&${String.fromCharCode(97 + at)};`.repeat(10)}">`).join('')}]>`;

/** Small files that would be large, deep or wide, by name. */
export const bombs: Readonly<Record<string, () => Buffer>> = {
  gzip: () => gzipSync(repeated('a,b\n1,2\n', 300 * mebibyte)),
  zstd: () => zstdCompressSync(repeated('a,b\n1,2\n', 300 * mebibyte)),
  gzipOfZeros: () => gzipSync(Buffer.alloc(300 * mebibyte)),
  gzipOfGzip: () => gzipSync(gzipSync(repeated('a,b\n1,2\n', 100 * mebibyte))),
  gzipOfParquetBomb: () => gzipSync(billionRows()),
  commas: () => repeated(',', 4 * mebibyte),
  wideRows: () =>
    Buffer.from(`${Array.from({ length: 19_000 }, (_, at) => `c${at}`).join(',')}\n${`${'1,'.repeat(18_999)}1\n`.repeat(20)}`),
  oneLine: () => repeated('x', 100 * mebibyte),
  oneQuote: () => Buffer.concat([Buffer.from('a,b\n1,"'), repeated('x,y\n', 40 * mebibyte)]),
  quotesOnly: () => repeated('"', 20 * mebibyte),
  quoteAndLine: () => repeated('"\n', 10 * mebibyte),
  oddQuotes: () => repeated('"""\n', 10 * mebibyte),
  newlinesOnly: () => repeated('\n', 30 * mebibyte),
  crOnly: () => repeated('a,b\r', 10 * mebibyte),
  raggedOnly: () => Buffer.concat([Buffer.from('a,b,c\n'), repeated('1\n', 10 * mebibyte)]),
  longHeader: () => Buffer.concat([repeated('h', 20 * mebibyte), Buffer.from('\n1\n')]),
  repeatedHeader: () => Buffer.from(`${'a,'.repeat(19_999)}a\n${'1,'.repeat(19_999)}1\n`),
  deepArray: () => repeated('[', 2 * mebibyte),
  deepObject: () => Buffer.from(`{"a":`.repeat(200_000)),
  deepLine: () => Buffer.from(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}\n`),
  deepElements: () => Buffer.from(`[${'{"a":'.repeat(1000)}1${'}'.repeat(1000)}]`),
  manyKeys: () => Buffer.from(`{${Array.from({ length: 200_000 }, (_, at) => `"k${at}":1`).join(',')}}\n`),
  newKeysInEachLine: () => Buffer.from(Array.from({ length: 15_000 }, (_, at) => `{"k${at}":1}\n`).join('')),
  longJsonString: () => Buffer.concat([Buffer.from('[{"a":"'), repeated('x', 80 * mebibyte)]),
  hugeNumber: () => Buffer.from(`{"a":${'9'.repeat(5_000_000)}}\n`),
  spacesInArray: () => Buffer.concat([Buffer.from('['), repeated(' ', 80 * mebibyte), Buffer.from(']')]),
  parquetRows: billionRows,
  parquetConstant: () => constantParquet(3_000_000),
  utf16Half: () => Buffer.concat([Buffer.from([0xff, 0xfe]), repeated('\ud800'.normalize(), mebibyte)]),
  nuls: () => Buffer.alloc(mebibyte),
  zipTold: () => workbookFile({ sheets: { S: '<sheetData/>' }, more: [{ name: 'xl/bomb', content: Buffer.alloc(200 * mebibyte) }] }),
  zipLies: () => liar(Buffer.alloc(200 * mebibyte, ' '), 1000),
  xmlLaughs: () => liar(`${laughs}<worksheet><sheetData><row><c t="str"><v>&u;</v></c></row></sheetData></worksheet>`),
  xmlDeep: () => liar('<a>'.repeat(500_000)),
  xmlLongName: () => liar(`<${'a'.repeat(mebibyte)}>`),
  xlsxFarCell: () =>
    workbookFile({ sheets: { S: `<sheetData>${'<row><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>'.repeat(300)}</sheetData>` } }),
  xlsxManyRows: () => workbookFile({ sheets: { S: `<sheetData>${'<row><c><v>1</v></c></row>'.repeat(400_000)}</sheetData>` } }),
  xlsxShared: () => workbookFile({ sheets: { S: '<sheetData/>' }, shared: '<si><t/></si>'.repeat(1_500_000) }),
};
