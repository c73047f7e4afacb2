import { parseCommandLine } from './parse-command-line';
import { commands, helpOf, type CommandName } from './flags';

const none = { memoryBytes: null, threads: null };
const wrong = (...args: string[]): string => {
  const asked = parseCommandLine(args);
  if (asked.kind !== 'wrong') throw new Error(`was taken: ${JSON.stringify(asked)}`);
  return asked.text;
};

it('reads what is asked for', () => {
  expect(parseCommandLine(['profile', 'a.csv'])).toEqual({
    kind: 'run',
    command: { name: 'profile', files: ['a.csv'], json: false, report: null, metrics: null, lane: 'auto', read: {}, aside: null },
    limits: none,
  });
  expect(
    parseCommandLine([
      'profile',
      '--json',
      '--report=r.html',
      '--memory',
      '512MB',
      '--threads',
      '2',
      '--exact',
      '--lane',
      'outOfCore',
      '-',
    ]),
  ).toEqual({
    kind: 'run',
    command: { name: 'profile', files: ['-'], json: true, report: 'r.html', metrics: null, lane: 'outOfCore', read: {}, aside: null },
    limits: { memoryBytes: 512 * 1024 ** 2, threads: 2 },
  });
  expect(parseCommandLine(['compare', 'a', 'b', '--key', 'id,name'])).toEqual({
    kind: 'run',
    command: { name: 'compare', files: ['a', 'b'], json: false, key: 'id,name' },
    limits: none,
  });
});

it('reads what is to be matched', () => {
  expect(parseCommandLine(['match', 'a.csv', '--ignore', 'id,x', '--threshold', '0.8', '--out', 'g.csv'])).toMatchObject({
    command: { name: 'match', columns: null, ignore: ['id', 'x'], threshold: 0.8, out: 'g.csv', pairs: null },
  });
});

it('reads what is to be previewed', () => {
  const preview = (...args: string[]) => parseCommandLine(['preview', 'a.csv', ...args]);
  expect(preview('--recipe', 'suggested')).toMatchObject({ command: { recipe: 'suggested', sample: 10_000, report: null, json: false } });
  expect(preview('--recipe', '-', '--sample', 'whole', '--report', 'p.html')).toMatchObject({
    command: { sample: 'whole', report: 'p.html' },
  });
  expect(preview('--recipe', 'r.json', '--sweep', '1.survivorship.default=min,"max",3')).toMatchObject({
    command: { sweep: { step: 1, parameter: 'survivorship.default', values: ['min', 'max', 3] } },
  });
  expect(wrong('preview', 'a.csv', '--recipe', 'r.json', '--sweep', 'threshold=0.8,0.9')).toContain('such as 1.threshold=0.8,0.9');
  expect(wrong('preview', 'a.csv', '--recipe', 'r.json', '--sweep', '1.threshold=0.8')).toContain('2 to 20 values');
  expect(wrong('preview', 'a.csv', '--recipe', 'suggested', '--sweep', '1.a=1,2')).toContain('--sweep needs a recipe');
  expect(wrong('preview', 'a.csv', '--recipe', 'r.json', '--sweep', '1.a=1,2', '--report', 'p.html')).toContain('leave out --sweep');
  expect(wrong('preview', 'a.csv', '--sample', '0')).toContain('--sample is a number of rows');
  expect(wrong('preview', 'a.csv', '--sample', 'some')).toContain('not some');
});

it('reads what is to be taken back', () => {
  const undo = (...args: string[]) => parseCommandLine(['undo', 'clean.csv', '--changes', 'c.parquet', ...args]);
  expect(undo()).toMatchObject({ command: { name: 'undo', changes: 'c.parquet', selection: 'all', out: null } });
  expect(undo('--steps', '0,2', '--columns', 'a,b', '--cells', '7:a,8:b:c', '--rows', '9', '--out', 'o', '--json')).toMatchObject({
    command: {
      selection: {
        steps: [0, 2],
        columns: ['a', 'b'],
        cells: [
          { row: 7, column: 'a' },
          { row: 8, column: 'b:c' },
        ],
        rows: [9],
      },
      out: 'o',
    },
  });
});

it('reads how a file is to be read', () => {
  const asked = parseCommandLine(['profile', 'a', '--delimiter', 'tab', '--quote', 'none', '--header', 'no', '--encoding', 'latin1']);
  expect(asked).toMatchObject({ command: { read: { delimiter: '\t', quote: '', header: false, encoding: 'latin1' } } });
  expect(parseCommandLine(['cleanse', 'a', '--null-tokens=-999,none', '--aside', 'odd.ndjson'])).toMatchObject({
    command: { read: { nullTokens: ['-999', 'none'] }, aside: 'odd.ndjson' },
  });
});

it('takes what follows -- for a file', () => {
  expect(parseCommandLine(['profile', '--', '--odd.csv'])).toMatchObject({ command: { files: ['--odd.csv'] } });
});

it.each([
  [['profile', 'a', '--jsno'], 'Did you mean --json?'],
  [['profile', 'a', '--rep', 'x'], 'Did you mean --report?'],
  [['profile', 'a', '--zzz'], 'has no flag --zzz'],
  [['profile', 'a', '-j'], 'has no flag -j'],
  [['profil', 'a'], 'Did you mean millrace profile?'],
  [['stauts'], 'Did you mean millrace status?'],
  [['profile', 'a', '--report'], '--report needs a value'],
  [['profile', 'a', '--metrics', 'm.doc'], '--metrics: the file ends in .xlsx or .parquet.'],
  [['profile', 'a', '--report', '--json'], '--report needs a value'],
  [['profile', 'a', '--json=yes'], '--json takes no value'],
  [['profile', 'a', '--json', '--json'], 'twice'],
  [['profile'], 'profile takes FILE; nothing was given'],
  [['profile', 'a', 'b'], 'profile takes FILE; 2 was given'],
  [['match', 'a', '--threshold', '2'], 'a share from'],
  [['undo', 'a'], 'needs the change log'],
  [['undo', 'a', '--changes', 'c', '--json'], '--json goes with --out'],
  [['undo', 'a', '--changes', 'c', '--steps', 'one'], 'one is no number'],
  [['undo', 'a', '--changes', 'c', '--cells', '7'], 'no cell such as'],
  [['compare', 'a'], 'compare takes BEFORE and AFTER'],
  [['compare', '-', '-'], 'once only'],
  [['profile', 'a', '--memory', 'lots'], 'no size'],
  [['profile', 'a', '--memory', '1MB'], 'at least 128MB'],
  [['profile', 'a', '--threads', '0'], 'no number'],
  [['profile', 'a', '--approx', '--exact'], 'exclude each other'],
  [['profile', 'a', '--report', '-'], '--report takes a file'],
  [['cleanse', 'a', '--out', '-'], '--out takes a file'],
  [['cleanse', 'a', '--manifest', '-'], '--manifest takes a file'],
  [['cleanse', 'a', '--out', './a'], '--out names the same file as FILE'],
  [['cleanse', 'a', '--out', 'b', '--changes', 'b'], '--changes names the same file as --out'],
  [['cleanse', 'a', '--recipe', 'm.json', '--manifest', 'm.json'], '--manifest names the same file as --recipe'],
  [['suggest', 'a', '--accept', 'all'], '--accept is of the recipe'],
  [['suggest', 'a', '--recipe', 'r', '--accept', 'x'], 'x is no number'],
  [['suggest', 'a', '--recipe', 'a'], '--recipe names the same file as FILE'],
  [['cleanse', 'a', '--suggestions', 's', '--decisions', 's'], '--suggestions names the same file as --decisions'],
  [['preview', 'a', '--recipe', 'r', '--sweep', '1.a=1,2', '--decisions', 's'], 'of one recipe'],
  [['undo', 'a', '--changes', 'c', '--out', 'c'], '--out names the same file as --changes'],
  [['profile', 'a', '--header', 'maybe'], 'yes or no'],
  [['profile', 'a', '--format', 'doc'], '--format'],
  [['profile', 'a', '--delimiter', ';;'], '--delimiter: must be one character'],
  [['compare', 'a', 'b', '--report', 'r'], 'compare has no flag --report'],
])('refuses %j', (args, expected) => {
  expect(wrong(...args)).toContain(expected);
});

it('shows what there is when nothing is asked, and calls that wrong use', () => {
  expect(wrong()).toContain('millrace profile FILE');
});

it.each([[['--help']], [['-h']], [['help']]])('%j is answered with the help of all', (args) => {
  expect(parseCommandLine(args)).toMatchObject({ kind: 'help', text: expect.stringContaining('millrace COMMAND --help') as string });
});

it.each(Object.keys(commands) as CommandName[])('the help of %s names each of its flags, and lines fit a terminal', (name) => {
  for (const args of [
    [name, '--help'],
    [name, 'file', '-h'],
    ['help', name],
  ])
    expect(parseCommandLine(args)).toEqual({ kind: 'help', text: helpOf(name) });
  for (const flag of commands[name].flags) expect(helpOf(name)).toContain(`  --${flag}`);
  for (const line of helpOf(name).split('\n')) expect(line.length).toBeLessThanOrEqual(120);
});

it.each(['--version', '-V'])('answers %s', (flag) => expect(parseCommandLine([flag], '1.2.3')).toEqual({ kind: 'help', text: '1.2.3\n' }));

it('takes --approx for a profile like any other', () => {
  expect(parseCommandLine(['profile', 'a', '--approx'])).toEqual(parseCommandLine(['profile', 'a', '--exact']));
});
