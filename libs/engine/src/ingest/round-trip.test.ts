import fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import { cellsOf } from './record-cells';
import { oddities, RecordScanner } from './record-scanner';
import { sniffDialect } from './sniff-dialect';
import { ScratchIngest } from './testing/scratch-ingest';

const scratch = new ScratchIngest();
beforeEach(() => scratch.begin());
afterEach(() => scratch.end());

const told = { format: 'csv', delimiter: ',', quote: '"', header: true, encoding: 'utf-8' } as const;
const cell = fc.string({ unit: fc.constantFrom('a', '0', 'é', '😀', '"', ',', '\n', '\r\n', ' ', "'", ';'), maxLength: 6 });
const written = (text: string, quoteAll: boolean): string =>
  quoteAll || /[",\r\n]/.test(text) || text.startsWith(' ') ? `"${text.replaceAll('"', '""')}"` : text;

test('every table that is written by the book comes back cell by cell, read in place or from an archive', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc
        .integer({ min: 2, max: 4 })
        .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 })),
      fc.constantFrom('\n', '\r\n'),
      fc.boolean(),
      fc.boolean(),
      async (rows, lineEnd, quoteAll, isClosed) => {
        const header = (rows[0] ?? []).map((_, at) => `h${at}`);
        const text =
          [header, ...rows].map((row) => row.map((one) => written(one, quoteAll)).join(',')).join(lineEnd) + (isClosed ? lineEnd : '');
        const wanted = rows.map((row) => row.map((one) => (one === '' ? null : one)));
        expect((await scratch.read(text, told)).table).toEqual(wanted);
        expect((await scratch.read(gzipSync(text), told)).table).toEqual(wanted);
      },
    ),
    { numRuns: 60 },
  );
});

/** What the scanner and the string reader make of a text, without a columnar reader. */
const expected = (text: string): (string | null)[][] => {
  const bytes = Buffer.from(text);
  const rows: (string | null)[][] = [];
  const scanner = new RecordScanner(sniffDialect(text, told, true).dialect, () => {
    const isBroken = (scanner.flags & (oddities.brokenQuote | oddities.nul)) !== 0;
    const cells = isBroken ? null : cellsOf(bytes.toString('utf8', scanner.start, scanner.end), ',', '"');
    if (scanner.end > scanner.start && cells?.length === 2) rows.push(cells.map((one) => (one === '' ? null : one)));
  });
  scanner.scan(bytes, bytes.length, true);
  return rows;
};

test('the columnar reader sees what we see, whatever the text', async () => {
  const record = fc.string({ unit: fc.constantFrom('a', '"', '""', ',', '\n', '\r', ' '), maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(fc.array(record, { maxLength: 6 }), async (records) => {
      const text = `h0,h1\nx,y\n${records.join('\n')}`;
      expect((await scratch.read(text, told)).table).toEqual(expected(text).slice(1));
    }),
    { numRuns: 300 },
  );
});
