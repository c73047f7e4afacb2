import { readOptionsSchema } from './dataset';

const accepts = (options: unknown): boolean => readOptionsSchema.safeParse(options).success;

test.each([{ delimiter: ';' }, { delimiter: '§', quote: "'" }, { delimiter: '\t', quote: '' }, { quote: '"', delimiter: ',' }, {}])(
  'takes %j for a dialect',
  (options) => {
    expect(accepts(options)).toBe(true);
  },
);

test.each([
  { delimiter: '' },
  { delimiter: ',,' },
  { delimiter: '\n' },
  { delimiter: '\0' },
  { delimiter: '😀' },
  { quote: '\r' },
  { delimiter: '"' },
  { delimiter: ',', quote: ',' },
])('refuses %j: no text can be cut by it', (options) => {
  expect(accepts(options)).toBe(false);
});
