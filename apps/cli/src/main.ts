import { defaultRecipe, Fault, recipeSchema, type Ingest } from '@millrace/contracts';
import { cleanse, ingest, profile, renderReport } from '@millrace/engine';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { compareFiles } from './compare-files';

const usage = `millrace: trust your tables

  millrace up [--detach] | down | status                    the platform on this machine
  millrace profile FILE [--json] [--report FILE.html]       what is in a table
  millrace compare BEFORE AFTER [--key COLUMN,…] [--json]   what has drifted between two tables
  millrace cleanse FILE [--recipe R.json] [--out OUT] [--changes C.parquet] [--quarantine Q.ndjson] [--json]

Exit codes: 0 done, 1 our fault, 2 wrong use or a file that cannot be read.
Of compare: 0 no drift, 1 drift, 2 anything else.
`;

const options = {
  json: { type: 'boolean', default: false },
  report: { type: 'string' },
  recipe: { type: 'string' },
  out: { type: 'string' },
  key: { type: 'string' },
  changes: { type: 'string' },
  quarantine: { type: 'string' },
  help: { type: 'boolean', default: false, short: 'h' },
} as const;
type Options = ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>>['values'];

const tell = (text: string) => process.stderr.write(process.stderr.isTTY ? `\r\u001b[2K${text}` : '');
const print = (text: string) => process.stdout.write(`${text}\n`);

interface Opened {
  readonly folder: string;
  readonly workingCopyPath: string;
  readonly ingest: Ingest;
}

const profileFile = async ({ workingCopyPath, ingest: read }: Opened, file: string, { json, report }: Options) => {
  const onProgress = (share: number) => {
    tell(`profiling ${Math.round(share * 100)} %`);
  };
  const found = await profile({ workingCopyPath, ingest: read, onProgress });
  tell('');
  if (report !== undefined) await writeFile(report, renderReport(found, basename(file)));
  if (json) {
    print(JSON.stringify(found));
    return;
  }
  print(`${basename(file)}: ${read.rows} rows × ${read.columns.length} columns`);
  const width = Math.min(40, Math.max(...found.columns.map(({ name }) => name.length)));
  for (const { name, kind, metrics } of found.columns) {
    const absent = `${((metrics['nullShare'] ?? 0) * 100).toFixed(1)} % absent`;
    print(
      `  ${name.slice(0, width).padEnd(width)}  ${kind.padEnd(10)}  ${absent.padStart(14)}  ${String(metrics['distinctCount'] ?? 0)} distinct`,
    );
  }
  for (const { severity, column, message } of found.findings) print(`  ${severity}: ${column ?? 'table'}: ${message}`);
};

const cleanseFile = async ({ folder, workingCopyPath, ingest: read }: Opened, { json, recipe, out, changes, quarantine }: Options) => {
  const parsed =
    recipe === undefined
      ? { success: true as const, data: defaultRecipe() }
      : recipeSchema.safeParse(JSON.parse(await readFile(recipe, 'utf8')));
  if (!parsed.success)
    throw new Fault('invalid-recipe', parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '));
  const found = await cleanse({ workingCopyPath, ingest: read, recipe: parsed.data, outputDir: folder });
  if (out !== undefined) await copyFile(found.output.path, out);
  if (changes !== undefined) await copyFile(found.changes.parquetPath, changes);
  if (quarantine !== undefined) await copyFile(found.quarantine.ndjsonPath, quarantine);
  const counts = { rowsIn: found.rowsIn, rowsOut: found.rowsOut, changes: found.changes.count, quarantined: found.quarantine.count };
  print(
    json
      ? JSON.stringify(counts)
      : `${counts.rowsIn} rows in, ${counts.rowsOut} out, ${counts.quarantined} set aside, ${counts.changes} cells changed${out === undefined ? ' (nothing written: give --out)' : ''}`,
  );
};

const main = async (): Promise<number> => {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [command, file, other] = positionals;
  if (command === 'compare' && file !== undefined && other !== undefined && !values.help)
    return (await compareFiles(file, other, { ...values, tell, print })) ? 1 : 0;
  if (values.help || command === undefined || file === undefined || (command !== 'profile' && command !== 'cleanse')) {
    process.stderr.write(usage);
    return values.help ? 0 : 2;
  }
  const folder = await mkdtemp(join(tmpdir(), 'millrace-'));
  try {
    const workingCopyPath = join(folder, 'working.parquet');
    const onRows = (rows: number) => {
      tell(`reading ${rows} rows`);
    };
    const read = await ingest({
      sourcePath: file,
      options: {},
      outputPath: workingCopyPath,
      asidePath: join(folder, 'ragged.ndjson'),
      onRows,
    });
    const opened = { folder, workingCopyPath, ingest: read };
    await (command === 'profile' ? profileFile(opened, file, values) : cleanseFile(opened, values));
    return 0;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const isOurs = error instanceof Fault && error.kind !== 'input';
    process.stderr.write(
      `millrace: ${error instanceof Error ? error.message : String(error)}${error instanceof Fault ? ` ${error.advice}` : ''}\n`,
    );
    process.exitCode = isOurs && process.argv[2] !== 'compare' ? 1 : 2;
  },
);
