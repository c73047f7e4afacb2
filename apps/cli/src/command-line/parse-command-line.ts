import {
  defaultPreviewSample,
  laneSchema,
  nearWords,
  previewSampleSchema,
  undoSelectionSchema,
  wantedSweepSchema,
  type Lane,
  type OutputFormat,
  type UndoSelection,
  type WantedSweep,
} from '@millrace/contracts';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Command, CommandLine, Limits } from './command';
import { commands, flags, help, helpOf, type CommandName, type FlagName } from './flags';
import { textOf, WrongUse, type Given } from './given';
import { parseSize } from './parse-size';
import { readOptionsOf } from './read-options-of';

/** What is written as a file, and nowhere else. */
const writtenFlags = [
  'report',
  'metrics',
  'out',
  'changes',
  'quarantine',
  'suggestions',
  'decisions',
  'pairs',
  'aside',
  'manifest',
  'recipe',
] as const satisfies readonly FlagName[];

const isCommand = (name: string): name is CommandName => Object.hasOwn(commands, name);
const suggest = (word: string, words: readonly string[], shown: (word: string) => string): string => {
  const [meant] = nearWords(word, words, 1);
  return meant === undefined ? '' : ` Did you mean ${shown(meant)}?`;
};

/** Flags and files of one command, each flag known and with a value where it takes one. */
const split = (name: CommandName, args: readonly string[]): { given: Given; files: string[] } => {
  const own: readonly FlagName[] = commands[name].flags;
  const options = Object.fromEntries(own.map((flag) => [flag, { type: flags[flag].type, ...(flag === 'help' && { short: 'h' }) }]));
  const { tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
  const given: Partial<Record<FlagName, string | true>> = {};
  const files: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') files.push(token.value);
    if (token.kind !== 'option') continue;
    const flag = own.find((known) => known === token.name);
    if (flag === undefined) throw new WrongUse(`${name} has no flag ${token.rawName}.${suggest(token.name, own, (word) => `--${word}`)}`);
    if (given[flag] !== undefined) throw new WrongUse(`--${flag} is given twice.`);
    const { type } = flags[flag];
    const isMissing = token.value === undefined || (!token.inlineValue && token.value.startsWith('--'));
    if (type === 'string' && isMissing) throw new WrongUse(`--${flag} needs a value: --${flag} ${flags[flag].value}.`);
    if (type === 'boolean' && token.value !== undefined) throw new WrongUse(`--${flag} takes no value.`);
    given[flag] = token.value ?? true;
  }
  return { given, files };
};

const limitsOf = (given: Given): Limits => {
  const [memory, threads] = [textOf(given, 'memory'), textOf(given, 'threads')];
  const memoryBytes = memory === null ? null : parseSize(memory);
  if (memory !== null && memoryBytes === null) throw new WrongUse(`--memory ${memory} is no size such as 512MB or 2GB, of at least 128MB.`);
  if (threads !== null && !/^[1-9]\d{0,2}$/.test(threads)) throw new WrongUse(`--threads ${threads} is no number from 1 to 999.`);
  return { memoryBytes, threads: threads === null ? null : Number(threads) };
};

const laneOf = (given: Given): Lane => {
  const lane = laneSchema.safeParse(textOf(given, 'lane') ?? 'auto');
  if (!lane.success) throw new WrongUse(`--lane is ${laneSchema.options.join(', ')}, not ${textOf(given, 'lane')}.`);
  return lane.data;
};

const numbersOf = (given: Given, name: 'steps' | 'rows' | 'accept'): number[] | undefined =>
  textOf(given, name)
    ?.split(',')
    .map((text) => {
      if (!/^\d{1,12}$/.test(text)) throw new WrongUse(`--${name}: ${text} is no number from 0 on.`);
      return Number(text);
    });

const selectionOf = (given: Given): UndoSelection => {
  const cells = textOf(given, 'cells')
    ?.split(',')
    .map((text) => {
      const [, row, column] = /^(\d{1,12}):(.+)$/.exec(text) ?? [];
      if (row === undefined || column === undefined) throw new WrongUse(`--cells: ${text} is no cell such as 12:amount.`);
      return { row: Number(row), column };
    });
  const parts = { steps: numbersOf(given, 'steps'), columns: textOf(given, 'columns')?.split(','), cells, rows: numbersOf(given, 'rows') };
  if (Object.values(parts).every((part) => part === undefined)) return 'all';
  const parsed = undoSelectionSchema.safeParse(parts);
  if (parsed.success) return parsed.data;
  throw new WrongUse(parsed.error.issues.map(({ path, message }) => `--${path.join('.')}: ${message}.`).join(' '));
};

/** A value is JSON, or text as it stands. */
const valueOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

const sweepOf = (given: Given): WantedSweep | null => {
  const wanted = textOf(given, 'sweep');
  if (wanted === null) return null;
  const [, step, parameter, values] = /^(\d{1,3})\.([^=]+)=(.*)$/s.exec(wanted) ?? [];
  const parsed = wantedSweepSchema.safeParse({ step: Number(step ?? Number.NaN), parameter, values: values?.split(',').map(valueOf) });
  if (!parsed.success) throw new WrongUse(`--sweep is a step, a parameter and 2 to 20 values, such as 1.threshold=0.8,0.9, not ${wanted}.`);
  return parsed.data;
};

const previewOf = (given: Given, file: string, json: boolean): Command => {
  const wanted = textOf(given, 'sample') ?? String(defaultPreviewSample);
  const sample = previewSampleSchema.safeParse(wanted === 'whole' ? wanted : /^\d+$/.test(wanted) ? Number(wanted) : null);
  if (!sample.success) throw new WrongUse(`--sample is a number of rows from 1 to 1000000, or whole, not ${wanted}.`);
  const [recipe, report, aside] = [textOf(given, 'recipe'), textOf(given, 'report'), textOf(given, 'aside')];
  const sweep = sweepOf(given);
  if (sweep !== null && (recipe === null || recipe === 'suggested')) throw new WrongUse('--sweep needs a recipe: --recipe FILE.json.');
  const [suggestions, decisions] = [textOf(given, 'suggestions'), textOf(given, 'decisions')];
  if (sweep !== null && (suggestions ?? decisions) !== null)
    throw new WrongUse('--suggestions and --decisions are of one recipe: leave out --sweep.');
  if (sweep !== null && report !== null) throw new WrongUse('--report is of one recipe: leave out --sweep.');
  return {
    name: 'preview',
    files: [file],
    json,
    recipe,
    sample: sample.data,
    sweep,
    report,
    suggestions,
    decisions,
    read: readOptionsOf(given),
    aside,
  };
};

const formats = ['csv', 'ndjson', 'parquet', 'xlsx'] as const;
const formatOf = (given: Given): OutputFormat['format'] | null => {
  const wanted = textOf(given, 'as');
  const format = formats.find((one) => one === wanted) ?? null;
  if (wanted !== null && format === null) throw new WrongUse(`--as is ${formats.join(', ')}, not ${wanted}.`);
  if (format !== null && given.changes !== undefined) throw new WrongUse('--changes undoes the table in its own form: leave out --as.');
  return format;
};

const matchOf = (given: Given, file: string, json: boolean): Command => {
  const threshold = Number(textOf(given, 'threshold') ?? '0.95');
  if (!(threshold >= 0.5 && threshold <= 1)) throw new WrongUse('--threshold is a share from 0.5 to 1.');
  const list = (name: 'columns' | 'ignore') => textOf(given, name)?.split(',') ?? null;
  return {
    name: 'match',
    files: [file],
    json,
    columns: list('columns'),
    ignore: list('ignore'),
    threshold,
    out: textOf(given, 'out'),
    pairs: textOf(given, 'pairs'),
    decisions: textOf(given, 'decisions'),
    read: readOptionsOf(given),
    aside: textOf(given, 'aside'),
  };
};

const undoOf = (given: Given, file: string, json: boolean): Command => {
  const [changes, out] = [textOf(given, 'changes'), textOf(given, 'out')];
  if (changes === null) throw new WrongUse('undo needs the change log: --changes FILE.parquet.');
  if (json && out === null) throw new WrongUse('--json goes with --out: without that, the table is on standard output.');
  return { name: 'undo', files: [file], json, changes, selection: selectionOf(given), out };
};

const commandOf = (name: CommandName, given: Given, files: readonly string[]): Command => {
  const [first = '', second = ''] = files;
  const json = given.json === true;
  if (name === 'compare') return { name, files: [first, second], json, key: textOf(given, 'key') };
  if (name === 'profile') {
    const [report, metrics, aside] = [textOf(given, 'report'), textOf(given, 'metrics'), textOf(given, 'aside')];
    if (metrics !== null && !/\.(xlsx|parquet)$/.test(metrics)) throw new WrongUse('--metrics: the file ends in .xlsx or .parquet.');
    return { name, files: [first], json, report, metrics, lane: laneOf(given), read: readOptionsOf(given), aside };
  }
  if (name === 'suggest') {
    const [recipe, wanted] = [textOf(given, 'recipe'), textOf(given, 'accept')];
    if (wanted !== null && recipe === null) throw new WrongUse('--accept is of the recipe that is written: give --recipe FILE.json.');
    const accept = wanted === 'all' ? wanted : (numbersOf(given, 'accept') ?? []);
    return { name, files: [first], json, recipe, accept, read: readOptionsOf(given) };
  }
  if (name === 'preview') return previewOf(given, first, json);
  if (name === 'match') return matchOf(given, first, json);
  if (name === 'undo') return undoOf(given, first, json);
  const [recipe, out, changes, quarantine, manifest] = (['recipe', 'out', 'changes', 'quarantine', 'manifest'] as const).map((flag) =>
    textOf(given, flag),
  );
  return {
    name,
    files: [first],
    json,
    recipe: recipe ?? null,
    out: out ?? null,
    changes: changes ?? null,
    quarantine: quarantine ?? null,
    suggestions: textOf(given, 'suggestions'),
    decisions: textOf(given, 'decisions'),
    manifest: manifest ?? null,
    lane: laneOf(given),
    as: formatOf(given),
    read: readOptionsOf(given),
    aside: textOf(given, 'aside'),
  };
};

/** Whether a flag names a file that is read, not written. */
const isRead = (name: CommandName, flag: FlagName): boolean =>
  (name === 'undo' && flag === 'changes') || flag === 'decisions' || ((name === 'cleanse' || name === 'preview') && flag === 'recipe');

/** What is read stays as it is, and two things are never written to one file. */
const checkWritten = (name: CommandName, given: Given, files: readonly string[]): void => {
  const taken = new Map(files.filter((file) => file !== '-').map((file) => [resolve(file), commands[name].files.join(' or ')]));
  const reads = (flag: FlagName): number => (isRead(name, flag) ? 0 : 1);
  for (const flag of writtenFlags.toSorted((a, b) => reads(a) - reads(b))) {
    const file = textOf(given, flag);
    if (file === null) continue;
    if (file === '-' && !isRead(name, flag))
      throw new WrongUse(`--${flag} takes a file; on standard output is what ${name} tells (a file there: /dev/stdout).`);
    const other = taken.get(resolve(file));
    if (other !== undefined && !file.startsWith('/dev/')) throw new WrongUse(`--${flag} names the same file as ${other}: choose another.`);
    taken.set(resolve(file), `--${flag}`);
  }
};

/** Reads a command line, without the name of the program. Whatever is wrong with it is an answer, never thrown. @param version of the program */
export const parseCommandLine = (args: readonly string[], version = ''): CommandLine => {
  const [name, ...rest] = args;
  if (name === undefined) return { kind: 'wrong', text: help };
  if (name === '--version' || name === '-V') return { kind: 'help', text: `${version}\n` };
  if (name === '--help' || name === '-h' || (name === 'help' && rest.length === 0)) return { kind: 'help', text: help };
  if (name === 'help' && isCommand(rest[0] ?? '')) return { kind: 'help', text: helpOf(rest[0] as CommandName) };
  if (!isCommand(name)) {
    const known = [...Object.keys(commands), 'up', 'down', 'status'];
    return { kind: 'wrong', text: `There is no command ${name}.${suggest(name, known, (word) => `millrace ${word}`)}\n\n${help}` };
  }
  try {
    const { given, files } = split(name, rest);
    if (given.help === true) return { kind: 'help', text: helpOf(name) };
    const wanted = commands[name].files;
    if (files.length !== wanted.length)
      throw new WrongUse(`${name} takes ${wanted.join(' and ')}; ${files.length === 0 ? 'nothing' : files.length} was given.`);
    if (files.filter((file) => file === '-').length > 1) throw new WrongUse('Standard input can be read once only.');
    if (given.exact === true && given.approx === true) throw new WrongUse('--exact and --approx exclude each other.');
    checkWritten(name, given, files);
    return { kind: 'run', command: commandOf(name, given, files), limits: limitsOf(given) };
  } catch (error) {
    if (!(error instanceof WrongUse)) throw error;
    return { kind: 'wrong', text: `${error.message}\nSee: millrace ${name} --help\n` };
  }
};
