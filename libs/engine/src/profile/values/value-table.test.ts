import fc from 'fast-check';
import { chunkOf } from '../../../../../test/support/text-chunk';
import { RowHashes } from '../row-hashes';
import { ValueTable } from './value-table';

const add = (table: ValueTable, cells: readonly (string | null)[]): Int32Array => {
  const entries = new Int32Array(cells.length);
  table.add(chunkOf(cells), entries);
  return entries;
};

const cell = fc.option(fc.oneof(fc.constantFrom('a', 'b', 'abcdefghijkl', 'abcdefghijklm', 'a\0', ''), fc.string({ maxLength: 40 })), {
  freq: 4,
});

it('counts distinct texts as a map does, over chunks and after a reset', () => {
  const table = new ValueTable(400);
  fc.assert(
    fc.property(fc.array(cell, { maxLength: 200 }), fc.array(cell, { maxLength: 200 }), (first, second) => {
      table.reset();
      const entries = [...add(table, first), ...add(table, second)];
      const all = [...first, ...second];
      const expected = Map.groupBy(
        all.filter((one) => one !== null),
        (one) => one,
      );
      expect(table.size).toBe(expected.size);
      expect(table.absent).toBe(all.filter((one) => one === null).length);
      for (const [text, cells] of expected) {
        const entry = entries[all.indexOf(text)]!;
        expect([table.textOf(entry), table.counts[entry], table.firstRowOf(entry), table.bytesOf(entry)]).toEqual([
          text,
          cells.length,
          all.indexOf(text),
          Buffer.byteLength(text),
        ]);
      }
    }),
  );
});

it('tells a million long texts apart', () => {
  const rows = 200_000;
  const table = new ValueTable(rows);
  for (let from = 0; from < rows; from += 50_000)
    add(
      table,
      Array.from({ length: 50_000 }, (_, at) => `customer-number-${from + at}`),
    );
  expect([table.size, table.counts.every((count) => count === 1)]).toEqual([rows, true]);
});

it('sees whether numbers rise or fall in order of rows', () => {
  const order = (...cells: string[]) => {
    const table = new ValueTable(10);
    add(table, cells);
    return [table.rises, table.falls, table.isStrict];
  };
  expect(order('1', '2', '10')).toEqual([true, false, true]);
  expect(order('1', 'x', '1', '2')).toEqual([true, false, false]);
  expect(order('3', '2')).toEqual([false, true, true]);
  expect(order('1', '3', '2')).toEqual([false, false, true]);
});

it('hashes rows alike just when all their cells are alike', () => {
  const text = fc.constantFrom('', 'a', 'b', 'ab', '1', '2', 'a long text that is hashed', null);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 30 }), fc.infiniteStream(text), (width, rows, texts) => {
      const columns = Array.from({ length: width }, () => Array.from({ length: rows }, () => texts.next().value));
      const hashes = new RowHashes(rows);
      const table = new ValueTable(rows);
      for (const column of columns) {
        table.reset();
        table.mixInto(hashes.words, 0, add(table, column), rows);
      }
      const seen = new Set<string>();
      const repeats = Array.from({ length: rows }, (_, row) => JSON.stringify(columns.map((column) => column[row]))).flatMap((row, at) =>
        seen.has(row) ? [at] : (seen.add(row), []),
      );
      expect(hashes.repeats(1000)).toEqual({ count: repeats.length, firstRows: repeats });
    }),
    { numRuns: 300 },
  );
});
