import { parseScript } from './script-flags.mjs';

const spec = {
  command: 'npm run try',
  about: 'Tries something.',
  goals: ['wrong 0'],
  paths: [{ name: 'FOLDER', about: 'where it is', isOptional: true }],
  flags: {
    mb: { kind: 'number', default: '5', about: 'size' },
    rows: { kind: 'numbers', default: '1,2', about: 'rows' },
    only: { kind: 'number', about: 'one alone' },
    show: { kind: 'switch', about: 'more' },
  },
} as const;

test('flags come as what they are, with their defaults', () => {
  expect(parseScript(spec, ['--mb', '2.5', '--show', '.'])).toEqual({
    is: 'run',
    values: { mb: 2.5, rows: [1, 2], show: true, json: false },
    paths: [process.cwd()],
  });
});

test('help names the flags, their defaults and the goals', () => {
  const parsed = parseScript(spec, ['--nonsense', '--help']);
  expect(parsed.is === 'help' && parsed.text.split('\n')).toEqual([
    'npm run try [FOLDER] [flags]',
    '',
    'Tries something.',
    '',
    '  FOLDER       where it is',
    '  --mb N       size (5)',
    '  --rows N,N…  rows (1,2)',
    '  --only N     one alone',
    '  --show       more',
    '  --json       one JSON object as the last line of standard output',
    '  --help       this text',
    '',
    'Ends with 0 only if all goals hold, with 2 if it is called wrongly:',
    '  wrong 0',
  ]);
});

test.each([
  [['--mb', 'x'], /--mb takes a number; "x" was given/],
  [['--rows', '1,,2'], /--rows takes numbers/],
  [['--what'], /Unknown option '--what'/],
  [['--mb'], /--mb/],
  [['--show=yes'], /--show/],
  [['.', '.'], /"\." is not understood/],
  [['no-such-folder'], /There is no no-such-folder/],
])('%j is answered with one line', (args, expected) => {
  const parsed = parseScript(spec, args);
  expect(parsed).toEqual({ is: 'wrong', message: expect.stringMatching(expected) as string });
  expect(parsed.is === 'wrong' && parsed.message).not.toContain('\n');
});

test('a path that must be there is asked for', () => {
  const parsed = parseScript({ ...spec, paths: [{ name: 'FOLDER', about: 'where it is' }] }, []);
  expect(parsed).toEqual({ is: 'wrong', message: 'FOLDER is missing: where it is. See: npm run try --help' });
});
