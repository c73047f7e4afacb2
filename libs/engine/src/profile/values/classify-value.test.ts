import fc from 'fast-check';
import { classCode, classified, classifyValue, valueClasses, valueWords, type ValueClass } from './classify-value';
import { unpackDate } from './parse-date';

const classOf = (text: string): ValueClass => {
  const bytes = new TextEncoder().encode(`xx${text}yy`);
  return valueClasses[classifyValue(bytes, 2, bytes.length - 2)]!;
};

it.each<[ValueClass, string[]]>([
  ['integer', ['0', '-0', '7', '-12', '9007199254740993', '  5 ', '\u00a05\u2003', '123456789012345678901234567890']],
  ['decimal', ['0.5', '-1.50', '.5', '-.5', '1.0e5', '1.5E-7', '1e-5', '2E+3', '0.1e1', '1e400'.replace('1e', '1.0e')]],
  ['infinity', ['inf', '-inf', 'Infinity', '-Infinity', '+Infinity']],
  ['boolean', ['true', 'FALSE', 'Yes', 'n', ' t ']],
  ['date', ['2024-02-29', '1970-01-01', '0001-01-01']],
  [
    'timestamp',
    ['2024-02-29 23:59', '2024-02-29T23:59:59', '2024-02-29T23:59:59.123456Z', '2024-02-29 00:00:00+05:30', '2024-02-29T00:00-0800'],
  ],
  ['ambiguousDate', ['02/01/2024', '2.1.2024', '12-12-2024']],
  ['dayFirstDate', ['13/01/2024', '31.12.1999']],
  ['monthFirstDate', ['01/13/2024', '12-31-1999']],
  ['impossibleDate', ['2023-02-29', '2024-04-31', '31/02/2024', '2024-02-30 10:00:00']],
  ['code', ['01234', '007', '+49', '1e5', '2E7', '00', '-01', '.5e3']],
  ['nullToken', ['', ' ', 'NULL', 'n/a', 'NaN', '-', '?', '\\N']],
  [
    'text',
    [
      'A1',
      '1a',
      '1,5',
      '1.2.3',
      '1.',
      '--1',
      '+',
      '.',
      '1e',
      '1e+',
      '2024-13-01',
      '2024-1-1',
      '1/2/24',
      '12:30',
      '2024-02-29 25:00',
      '１２',
      'é',
      '0x1f',
      '1/2.2024',
    ],
  ],
])('takes %s for what they are', (name, texts) => {
  expect(texts.map((text) => [text, classOf(text)])).toEqual(texts.map((text) => [text, name]));
});

it('reads numbers as the language does', () => {
  fc.assert(
    fc.property(fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer(), fc.maxSafeInteger()), (x) => {
      const text = String(x);
      const name = classOf(text);
      if (name === 'code') expect(text).toMatch(/^\de/);
      expect(classified.number).toBe(Object.is(x, -0) ? 0 : x);
    }),
    { numRuns: 2000 },
  );
  for (const text of [
    '0.1',
    '123456789012345.6',
    '1234567890123456.7',
    '0.000000000000000000000001',
    '9007199254740993',
    '4.35',
    '1e-320',
  ]) {
    classOf(text);
    expect(classified.number).toBe(Number(text));
  }
});

it('counts the digits after the point', () => {
  expect(['1', '1.50', '1.0e5'].map((text) => (classOf(text), classified.decimals))).toEqual([0, 2, -1]);
});

it('reads dates as the language does', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true }), (date) => {
      const iso = date.toISOString();
      expect([classOf(iso), classified.number]).toEqual(['timestamp', date.getTime()]);
      expect([classOf(iso.slice(0, 10)), classified.number]).toEqual(['date', Date.parse(iso.slice(0, 10))]);
      const [year, month, day] = iso.slice(0, 10).split('-');
      classOf(`${day}/${month}/${year}`);
      expect(unpackDate(classified.number, 'dayFirst')).toBe(Date.parse(iso.slice(0, 10)));
      classOf(`${month}/${day}/${year}`);
      expect(unpackDate(classified.number, 'monthFirst')).toBe(Date.parse(iso.slice(0, 10)));
    }),
  );
  classOf('2024-03-01T01:30:00+02:00');
  expect(classified.number).toBe(Date.UTC(2024, 1, 29, 23, 30));
});

it('knows its classes by number', () => {
  expect(valueClasses.map((name) => classCode[name])).toEqual(valueClasses.map((_, at) => at));
});

it('takes the texts that a caller names for no value, numbers and dates too, and no others', () => {
  const words = valueWords([' -999', '01.01.1900', 'Sín Dato']);
  const classOf = (text: string) => {
    const bytes = new TextEncoder().encode(text);
    return valueClasses[classifyValue(bytes, 0, bytes.length, words)];
  };
  expect(['-999', '-999 ', '01.01.1900', 'SíN DATO', '', '-99', 'N/A', 'true', '-inf'].map(classOf)).toEqual([
    ...Array.from({ length: 5 }, () => 'nullToken'),
    'integer',
    'text',
    'boolean',
    'infinity',
  ]);
});
