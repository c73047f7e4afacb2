import { formatFact } from './format-fact';

it.each([
  [1000, 'rows', '1,000 rows'],
  [1, 'cells', '1 cell'],
  [0.042, 'share', '4.2%'],
  [17.5, 'value', '17.5'],
  [1234567.891, 'value', '1,234,570'],
  ['date', 'word', 'date'],
] as const)('writes %p %s as %p', (value, unit, text) => {
  expect(formatFact({ id: 'f', label: 'l', column: null, value, unit })).toBe(text);
});
