import { readFlags } from './flags.mjs';

const options = { json: { type: 'boolean', default: false }, out: { type: 'string' } } as const;

test('flags and files are told apart', () => {
  const { values, positionals } = readFlags('usage', options, ['a.csv', '--json', '--out', 'folder']);
  expect([{ ...values }, positionals]).toEqual([{ json: true, out: 'folder' }, ['a.csv']]);
});

test.each([[['--jsn']], [['--out']], [['--json=yes']]])('%j is wrong use, and answered with the usage', (args) => {
  expect(() => readFlags('how to use it', options, args)).toThrow(
    expect.objectContaining({ exitCode: 2, message: expect.stringContaining('how to use it') as string }),
  );
});
