import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { say } from './say.mts';

/** A flag: `switch` is there or not, `number` is not negative, `numbers` are numbers with commas between. */
interface FlagSpec {
  readonly kind: 'switch' | 'number' | 'numbers' | 'text';
  readonly default?: string;
  readonly about: string;
}

/** What a script that measures or checks says of itself. */
export interface ScriptSpec<Flags extends Readonly<Record<string, FlagSpec>>> {
  /** How it is called, without its flags. */
  readonly command: string;
  readonly about: string;
  /** What it ends with 0 for. */
  readonly goals: readonly string[];
  readonly flags: Flags;
  /** Files or folders of other names that it takes; each must be there. */
  readonly paths?: readonly { readonly name: string; readonly about: string; readonly isOptional?: boolean }[];
}

type ValueOf<Flag extends FlagSpec> = Flag['kind'] extends 'switch'
  ? boolean
  : | (Flag['kind'] extends 'number' ? number : Flag['kind'] extends 'numbers' ? number[] : string)
    | (Flag extends { default: string } ? never : undefined);
type ValuesOf<Flags extends Readonly<Record<string, FlagSpec>>> = { readonly [Name in keyof Flags]: ValueOf<Flags[Name]> } & {
  readonly json: boolean;
};

type Parsed<Flags extends Readonly<Record<string, FlagSpec>>> =
  | { readonly is: 'help'; readonly text: string }
  | { readonly is: 'wrong'; readonly message: string }
  | { readonly is: 'run'; readonly values: ValuesOf<Flags>; readonly paths: readonly string[] };

const json = { kind: 'switch', about: 'one JSON object as the last line of standard output' } as const;

/** The text that `--help` answers: what it does, its flags with their defaults, and its goals. */
const helpOf = ({ command, about, goals, flags, paths = [] }: ScriptSpec<Readonly<Record<string, FlagSpec>>>): string => {
  const named = paths.map(({ name, isOptional }) => (isOptional ? ` [${name}]` : ` ${name}`)).join('');
  const lines = [
    ...paths.map(({ name, about: what }) => [name, what] as const),
    ...Object.entries({ ...flags, json }).map(([name, flag]: [string, FlagSpec]) => {
      const value = flag.kind === 'switch' ? '' : flag.kind === 'text' ? ' TEXT' : flag.kind === 'number' ? ' N' : ' N,N…';
      return [`--${name}${value}`, flag.default === undefined ? flag.about : `${flag.about} (${flag.default})`] as const;
    }),
    ['--help', 'this text'] as const,
  ];
  const width = Math.max(...lines.map(([name]) => name.length));
  return [
    `${command}${named} [flags]`,
    '',
    about,
    '',
    ...lines.map(([name, what]) => `  ${name.padEnd(width)}  ${what}`),
    '',
    'Ends with 0 only if all goals hold, with 2 if it is called wrongly:',
    ...goals.map((goal) => `  ${goal}`),
  ].join('\n');
};

const numberOf = (text: string): number => (/^\d+(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN);

const valueOf = (kind: FlagSpec['kind'], given: string): number | number[] | string => {
  if (kind === 'text') return given;
  const numbers = given.split(',').map(numberOf);
  return kind === 'number' ? (numbers.length === 1 ? (numbers[0] ?? Number.NaN) : Number.NaN) : numbers;
};

/** npm starts its scripts in the project's folder, wherever it was called. */
const wherePathIs = (given: string): string | undefined =>
  [process.env['INIT_CWD'] ?? '.', '.'].map((folder) => resolve(folder, given)).find((path) => existsSync(path));

/** What the arguments of a script say. */
export const parseScript = <const Flags extends Readonly<Record<string, FlagSpec>>>(
  spec: ScriptSpec<Flags>,
  args: readonly string[],
): Parsed<Flags> => {
  const wrong = (what: string) => ({ is: 'wrong', message: `${what} See: ${spec.command} --help` }) as const;
  if (args.includes('--help') || args.includes('-h')) return { is: 'help', text: helpOf(spec) };
  const flags: Readonly<Record<string, FlagSpec>> = { ...spec.flags, json };
  const options = Object.fromEntries(
    Object.entries(flags).map(([name, { kind }]) => [name, { type: kind === 'switch' ? ('boolean' as const) : ('string' as const) }]),
  );
  let given: { readonly values: Readonly<Record<string, unknown>>; readonly positionals: readonly string[] };
  try {
    given = parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    return wrong(`${(error instanceof Error ? error.message : String(error)).split(/\. |\n/)[0] ?? ''}.`);
  }
  const values: Record<string, unknown> = {};
  for (const [name, { kind, default: fallback }] of Object.entries(flags)) {
    const text = given.values[name] ?? fallback;
    if (kind === 'switch') values[name] = text === true;
    else if (typeof text === 'string') {
      const value = valueOf(kind, text);
      if ([value].flat().some((one) => Number.isNaN(one)))
        return wrong(`--${name} takes ${kind === 'number' ? 'a number' : 'numbers with commas between'}; "${text}" was given.`);
      values[name] = value;
    }
  }
  const wanted = spec.paths ?? [];
  const missing = wanted.find(({ isOptional }, at) => !isOptional && given.positionals[at] === undefined);
  if (missing) return wrong(`${missing.name} is missing: ${missing.about}.`);
  const [extra] = given.positionals.slice(wanted.length);
  if (extra !== undefined) return wrong(`"${extra}" is not understood.`);
  const found = given.positionals.map((path) => [path, wherePathIs(path)] as const);
  const absent = found.find(([, place]) => place === undefined);
  if (absent) return wrong(`There is no ${absent[0]}.`);
  const paths = found.flatMap(([, place]) => place ?? []);
  return { is: 'run', values: values as ValuesOf<Flags>, paths };
};

/** The flags of a script, or its end: 0 after its help, 2 after one line on what was wrong. */
export const scriptFlags = <const Flags extends Readonly<Record<string, FlagSpec>>>(
  spec: ScriptSpec<Flags>,
  args: readonly string[] = process.argv.slice(2),
): { readonly values: ValuesOf<Flags>; readonly paths: readonly string[] } => {
  const parsed = parseScript(spec, args);
  if (parsed.is === 'run') return parsed;
  if (parsed.is === 'help') console.log(parsed.text);
  else say(parsed.message);
  process.exit(parsed.is === 'help' ? 0 : 2);
};

/** Which of a script's suites its first argument names, or its end. `suites` has a line on each. */
export const chosenSuite = <Name extends string>(
  command: string,
  suites: Readonly<Record<Name, string>>,
  name: string | undefined,
): Name => {
  const isSuite = (one: string | undefined): one is Name => one !== undefined && Object.hasOwn(suites, one);
  if (isSuite(name)) return name;
  const width = Math.max(...Object.keys(suites).map(({ length }) => length));
  const isHelp = name === '--help' || name === '-h';
  if (isHelp) {
    const lines = Object.entries<string>(suites).map(([one, about]) => `  ${one.padEnd(width)}  ${about}`);
    console.log([`${command} SUITE [flags]`, '', ...lines, '', `Flags and goals of one: ${command} SUITE --help`].join('\n'));
  } else
    say(`${name === undefined ? 'no suite was named' : `there is no suite ${name}`}; choose one of: ${Object.keys(suites).join(', ')}`);
  process.exit(isHelp ? 0 : 2);
};
