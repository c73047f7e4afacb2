/** A flag of the command line. */
export interface Flag {
  readonly type: 'boolean' | 'string';
  /** What its value is called in the help; of `string` flags. */
  readonly value?: string;
  readonly help: string;
}

const define = <const Flags extends Record<string, Flag>>(flags: Flags): Flags => flags;

/** Every flag that some command takes. */
export const flags = define({
  json: { type: 'boolean', help: 'one JSON object on standard output' },
  report: { type: 'string', value: 'FILE.html', help: 'also write the report, one page that opens offline' },
  sample: { type: 'string', value: 'N', help: 'rows to look at, spread over the table (10000); `whole` for all' },
  sweep: {
    type: 'string',
    value: 'N.NAME=VALUE,…',
    help: 'try values of a parameter of step N, counted from 0: a line for each',
  },
  metrics: { type: 'string', value: 'FILE', help: 'also write the metrics: .xlsx for people, .parquet for programs' },
  recipe: {
    type: 'string',
    value: 'FILE.json',
    help: 'the steps: to cleanse by, or `suggested` for those found safe; of suggest, where to write them',
  },
  accept: { type: 'string', value: 'N,…', help: 'of steps that wait for a yes, those to write into --recipe too, or `all`' },
  out: { type: 'string', value: 'FILE', help: 'write the table, in the format of its input or as --as says' },
  as: { type: 'string', value: 'NAME', help: 'of --out: csv (no cell is a formula), ndjson, parquet or xlsx' },
  changes: { type: 'string', value: 'FILE.parquet', help: 'the log of changed cells: where to write it, or by which to undo' },
  steps: { type: 'string', value: 'N,…', help: 'take back what these steps did, counted from 0' },
  columns: {
    type: 'string',
    value: 'NAME,…',
    help: 'these columns alone: all changes of theirs are taken back, or rows are matched by them',
  },
  ignore: { type: 'string', value: 'NAME,…', help: 'columns that are not compared' },
  threshold: { type: 'string', value: 'SHARE', help: 'from which chance on two rows are the same (0.95)' },
  pairs: {
    type: 'string',
    value: 'FILE.ndjson',
    help: 'write the pairs, those to be looked at too, with what speaks for and against them',
  },
  cells: { type: 'string', value: 'ROW:NAME,…', help: 'take back all changes of these cells; rows of the input, counted from 0' },
  rows: { type: 'string', value: 'N,…', help: 'take back all changes of these rows, and put back those that were set aside' },
  manifest: {
    type: 'string',
    value: 'FILE',
    help: 'write what the result was made of, with hashes; as --recipe it must give the same bytes',
  },
  quarantine: { type: 'string', value: 'FILE', help: 'write the rows set aside, with the reason: .csv, or JSON lines' },
  suggestions: {
    type: 'string',
    value: 'FILE',
    help: 'write the changes that steps are not sure enough of, as JSON lines, for people to decide',
  },
  decisions: {
    type: 'string',
    value: 'FILE',
    help: 'obey it: --suggestions or --pairs with "decision": "accepted", "rejected", "same" … in lines',
  },
  key: { type: 'string', value: 'COLUMN,…', help: 'the columns that rows are matched by' },
  memory: { type: 'string', value: 'SIZE', help: 'the most memory it may take, such as 512MB; it fails rather than take more' },
  lane: { type: 'string', value: 'NAME', help: 'auto (by --memory), memory, or outOfCore: what does not fit goes to disk' },
  threads: { type: 'string', value: 'N', help: 'threads of the table engine (all processors by default)' },
  exact: { type: 'boolean', help: 'every statistic exact, which is how it always is' },
  approx: { type: 'boolean', help: 'as --exact: sketches would save nothing; what is sampled carries its bound' },
  format: { type: 'string', value: 'NAME', help: 'csv, ndjson, json, parquet or xlsx (found out by content)' },
  encoding: { type: 'string', value: 'NAME', help: 'utf-8, utf-16le, utf-16be, latin1 or windows-1252' },
  delimiter: { type: 'string', value: 'SIGN', help: 'what stands between cells; tab for a tab' },
  quote: { type: 'string', value: 'SIGN', help: 'what stands around cells; none for none' },
  header: { type: 'string', value: 'yes|no', help: 'whether the first row has the names of the columns' },
  sheet: { type: 'string', value: 'NAME', help: 'of a workbook: the name of a sheet, or its number from 1' },
  'null-tokens': { type: 'string', value: 'TEXT,…', help: 'texts that stand for no value, in place of the usual ones' },
  aside: { type: 'string', value: 'FILE.ndjson', help: 'write the rows that do not fit the table, with the reason' },
  help: { type: 'boolean', help: 'this text' },
});
export type FlagName = keyof typeof flags;

const reading = [
  'format',
  'encoding',
  'delimiter',
  'quote',
  'header',
  'sheet',
  'null-tokens',
  'aside',
] as const satisfies readonly FlagName[];

interface CommandForm {
  readonly summary: string;
  readonly files: readonly string[];
  readonly flags: readonly FlagName[];
  readonly exits: string;
  readonly examples: readonly string[];
}

const exits = '0 done, 1 the file cannot be read or does not fit, 2 wrong use, 130 interrupted.';

/** What can be asked of the engine without a server. */
export const commands = {
  profile: {
    summary: 'What is in a table: every column with its kind, its values, and what is wrong with it.',
    files: ['FILE'],
    flags: ['json', 'report', 'metrics', 'exact', 'approx', 'lane', 'memory', 'threads', ...reading, 'help'],
    exits,
    examples: [
      'millrace profile orders.csv --report orders.html --metrics orders.xlsx',
      'millrace profile orders.csv --json | jq .metrics',
      'zcat orders.csv.gz | millrace profile -',
      'millrace profile huge.csv --memory 512MB',
    ],
  },
  compare: {
    summary: 'What differs between two tables: columns, distributions, and rows by their key.',
    files: ['BEFORE', 'AFTER'],
    flags: ['json', 'key', 'memory', 'threads', 'help'],
    exits: '0 no drift, 1 drift, 2 a file cannot be read or wrong use, 130 interrupted.',
    examples: ['millrace compare monday.csv tuesday.csv', 'millrace compare old.parquet new.parquet --key id --json'],
  },
  suggest: {
    summary: 'The steps that a table needs, each with its evidence and what it would change.',
    files: ['FILE'],
    flags: ['json', 'recipe', 'accept', 'memory', 'threads', ...reading, 'help'],
    exits,
    examples: [
      'millrace suggest orders.csv',
      'millrace suggest orders.csv --recipe safe-steps.json',
      'millrace suggest orders.csv --recipe steps.json --accept 3,5',
    ],
  },
  cleanse: {
    summary: 'A cleansed copy of a table, with a record of each changed cell.',
    files: ['FILE'],
    flags: [
      'json',
      'recipe',
      'out',
      'as',
      'changes',
      'quarantine',
      'suggestions',
      'decisions',
      'manifest',
      'lane',
      'memory',
      'threads',
      ...reading,
      'help',
    ],
    exits,
    examples: [
      'millrace cleanse orders.csv --out clean.csv --changes changes.parquet',
      'millrace cleanse orders.csv --recipe suggested --out clean.xlsx --as xlsx',
      'millrace cleanse orders.csv --recipe suggested --out clean.csv --suggestions doubts.ndjson',
      'millrace cleanse orders.csv --recipe suggested --out clean.csv --decisions doubts.ndjson',
      'millrace cleanse huge.csv --recipe r.json --out clean.csv --memory 512MB',
    ],
  },
  preview: {
    summary: 'What a recipe would do, step by step, what it would cost, and whether it would fail. Writes no table.',
    files: ['FILE'],
    flags: ['recipe', 'sample', 'sweep', 'suggestions', 'decisions', 'report', 'json', 'memory', 'threads', ...reading, 'help'],
    exits: '0 done, 1 a cleansing by it would fail or the file cannot be read, 2 wrong use, 130 interrupted.',
    examples: [
      'millrace preview orders.csv --recipe suggested',
      'millrace preview orders.csv --recipe r.json --sample whole --report preview.html',
      'millrace preview orders.csv --recipe r.json --sweep 1.threshold=0.8,0.9,0.95',
    ],
  },
  match: {
    summary: 'The rows that tell of the same thing, by weighed evidence; columns that tell every row apart are left out.',
    files: ['FILE'],
    flags: ['columns', 'ignore', 'threshold', 'out', 'pairs', 'decisions', 'json', 'memory', 'threads', ...reading, 'help'],
    exits,
    examples: [
      'millrace match customers.csv --out groups.csv',
      'millrace match customers.csv --ignore id --pairs pairs.ndjson --json',
      'millrace match customers.csv --ignore id --decisions pairs.ndjson --out groups.csv',
    ],
  },
  undo: {
    summary: 'A cleansed table as it was: all of it, byte for byte the input, or what --steps, --columns, --cells and --rows name.',
    files: ['CLEANSED'],
    flags: ['changes', 'out', 'steps', 'columns', 'cells', 'rows', 'json', 'memory', 'threads', 'help'],
    exits,
    examples: [
      'millrace undo clean.csv --changes changes.parquet --out orders.csv',
      'millrace undo clean.csv --changes changes.parquet --columns amount > amounts-as-they-were.csv',
    ],
  },
} as const satisfies Record<string, CommandForm>;
export type CommandName = keyof typeof commands;

const list = (names: readonly FlagName[]): string => {
  const left = names.map((name) => {
    const flag: Flag = flags[name];
    return `--${name}${flag.value === undefined ? '' : ` ${flag.value}`}`;
  });
  const width = Math.max(...left.map(({ length }) => length));
  return names.map((name, at) => `  ${(left[at] ?? '').padEnd(width)}  ${flags[name].help}`).join('\n');
};

/** The help of one command. */
export const helpOf = (name: CommandName): string => {
  const { summary, files, flags: own, exits: codes, examples } = commands[name];
  return `millrace ${name} ${files.join(' ')} [flags]

${summary}
${files.join(', ')}: CSV and its like, JSON lines, JSON, Parquet or xlsx, also as gzip or zstd; - is standard input.

${list(own)}

Exit codes: ${codes}

${examples.map((example) => `  ${example}`).join('\n')}
`;
};

/** The help of all of it. */
export const help = `millrace: trust your tables

  millrace profile FILE             what is in a table
  millrace compare BEFORE AFTER     what differs between two tables
  millrace suggest FILE             which steps it needs, with evidence
  millrace cleanse FILE             a cleansed copy, with a record of each changed cell
  millrace preview FILE             what a recipe would do, nothing written
  millrace match FILE               the rows that tell of the same thing
  millrace undo CLEANSED            what it was before, all of it or a part

  millrace up [--detach]            the whole platform on this machine
  millrace status | down            whether it is up; stop it

  millrace COMMAND --help           its flags, exit codes and examples
  millrace --version                which one this is
`;
