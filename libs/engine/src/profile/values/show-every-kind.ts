import type { TextChunk } from '../../columnar/text-chunk';
import type { ValueTable } from './value-table';

/** What columns hold: each takes another way through the functions that look at a value. */
const cells: readonly (string | null)[] = [
  ...['0', '17', '-4', '+4', '3.25', '-0.5', '1e5', '1.5E-3', '007', '1,234.50', '12345678901234567890', '.5', '5.', '-', '1-2', '12 kg'],
  ...['2024-02-29', '2023-02-29', '2024-02-29 12:34:56', '2024-02-29T12:34:56.789Z', '2024-02-29T12:34:56+02:00', '20240229'],
  ...['13/01/2024', '01/13/2024', '02/03/2024', '31.12.1999', '99/99/9999', '12:34:56'],
  ...['true', 'No', 'inf', '-Infinity', 'NaN', 'n/a', 'NULL', '', ' ', ' padded ', '\u00a0wide\u2003'],
  ...[
    'UPPER',
    'lower',
    'Several words of text',
    'user@mail.example',
    'XY-1234',
    '878fe7f8bc30ab3a3f68f419d23ecd9e',
    'Ünïcode',
    'Ελλάδα 1',
    '日本語',
    '🙂',
  ],
  ...['one more word of a text that is longer than all formats are, and than a key of twelve bytes', null],
];

const encoded = cells.map((text) => (text === null ? null : new TextEncoder().encode(text)));

const chunkOf = (isNumbered: boolean): TextChunk => {
  const places = new Int32Array(cells.length * 2);
  let at = 0;
  for (const [row, bytes] of encoded.entries()) {
    places[row * 2] = bytes === null ? -1 : at;
    places[row * 2 + 1] = at += bytes?.length ?? 0;
  }
  const data = Buffer.concat(encoded.filter((bytes) => bytes !== null));
  const codes = isNumbered ? Int32Array.from(cells, (text, row) => (text === null ? -1 : row)) : null;
  return { length: cells.length, places, data, codes, dictionary: isNumbered ? { size: cells.length } : null };
};

/** Calls of a function after which V8 keeps account of the ways that are taken through it. */
const times = 12;

/**
 * Has a table see a value of every kind before its first column, and forget them again. V8 compiles what it has seen: after a column of
 * numbers alone, the first date of the next would throw the code of all these functions away, and they would be compiled anew.
 */
export const showEveryKind = (table: ValueTable): void => {
  const entries = new Int32Array(cells.length);
  for (const chunk of [chunkOf(false), chunkOf(true)])
    for (let time = 0; time < times; time += 1) {
      table.reset();
      table.add(chunk, entries);
      table.add(chunk, entries);
    }
  table.reset();
};
