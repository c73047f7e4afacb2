import { parseSize } from './parse-size';

it.each([
  ['512MB', 512 * 1024 ** 2],
  ['512mb', 512 * 1024 ** 2],
  ['512M', 512 * 1024 ** 2],
  ['1.5 GB', 1.5 * 1024 ** 3],
  ['4Gi', 4 * 1024 ** 3],
  ['2GiB', 2 * 1024 ** 3],
  ['134217728', 128 * 1024 ** 2],
])('%s', (text, bytes) => expect(parseSize(text)).toBe(bytes));

it.each(['', 'MB', '-1GB', '1e9', '127MB', '9999999999T', '512 M B', 'infinity'])('%j is no size', (text) => {
  expect(parseSize(text)).toBeNull();
});
