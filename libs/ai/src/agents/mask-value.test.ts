import { maskValue } from './mask-value';

it.each([
  ['AB-1234', 'AA-9999'],
  ['Jo Doe', 'Aa Aaa'],
  ['jo@mail.example', 'aa@aaaa.aaaaaaa'],
  ['東京 ３', 'xx 9'],
  ['😀', '😀'],
  ['', ''],
])('masks %p as %p', (value, mask) => {
  expect(maskValue(value)).toBe(mask);
});

it('cuts long values', () => {
  expect(maskValue('a'.repeat(1000))).toHaveLength(40);
});
