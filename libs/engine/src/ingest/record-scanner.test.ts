import fc from 'fast-check';
import { cellsOf } from './record-cells';
import { oddities, RecordScanner } from './record-scanner';

interface Found {
  readonly text: string;
  readonly cells: number;
  readonly flags: number;
  readonly line: number;
}

/** Scans a text whose bytes arrive in pieces that end at `cuts`. */
const scan = (text: string, cuts: readonly number[], crEndsLines = false): Found[] => {
  const bytes = Buffer.from(text);
  const found: Found[] = [];
  const scanner = new RecordScanner({ delimiter: ',', quote: '"', crEndsLines }, () => {
    found.push({
      text: bytes.toString('utf8', scanner.start, scanner.end),
      cells: scanner.cells,
      flags: scanner.flags,
      line: scanner.line,
    });
  });
  for (const cut of cuts) scanner.scan(bytes, Math.min(cut, bytes.length), false);
  scanner.scan(bytes, bytes.length, true);
  return found;
};

const hostile = fc.string({ unit: fc.constantFrom('a', 'é', '"', ',', '\n', '\r', ' ', '\0'), maxLength: 40 });

test('finds the same records however the bytes arrive', () => {
  fc.assert(
    fc.property(hostile, fc.array(fc.nat(60), { maxLength: 6 }), fc.boolean(), (text, cuts, crEndsLines) => {
      expect(
        scan(
          text,
          cuts.toSorted((a, b) => a - b),
          crEndsLines,
        ),
      ).toEqual(scan(text, [], crEndsLines));
    }),
    { numRuns: 2000 },
  );
});

test('leaves no byte out but line ends', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const kept = scan(text, [])
        .map((record) => record.text)
        .join('');
      expect(kept.replace(/[\r\n]/g, '')).toBe(text.replace(/[\r\n]/g, ''));
    }),
    { numRuns: 2000 },
  );
});

test('counts cells as they are cut', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      for (const record of scan(text, [])) {
        const cells = (record.flags & oddities.brokenQuote) === 0 ? cellsOf(record.text, ',', '"') : null;
        if (cells && record.text !== '') expect(record.cells).toBe(cells.length);
      }
    }),
    { numRuns: 2000 },
  );
});

test('numbers lines as they lie in the file', () => {
  expect(scan('a,b\n"x\ny",1\n"open,2\n3,4\n', []).map(({ line, flags }) => [line, flags])).toEqual([
    [1, 0],
    [2, 0],
    [4, oddities.brokenQuote],
    [5, 0],
  ]);
});
