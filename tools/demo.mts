// The main job on real input: private services, the three processes of the platform, one upload, its results.
import { cpSync, existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { clearResults } from './demo/clear-results.mts';
import { DemoClient } from './demo/client.mts';
import { startDemoPlatform } from './demo/demo-platform.mts';
import { present } from './demo/present.mts';
import { makeProgress } from './demo/progress.mts';
import { messySample, sampleRecipe } from './demo/sample.mts';
import { readFlags } from './flags.mts';
import { runTool, ToolError } from './lifecycle.mts';
import { makeRunFolder } from './run-folder.mts';
import { say } from './say.mts';
import { home } from './services/platform-processes.mts';

const usage = `npm run demo [-- FILE] [-- --json] [-- --out FOLDER]

Runs the whole platform on a table (a messy sample by default) and shows what it found.
  FILE          CSV, JSON lines, JSON, Parquet or xlsx, also as gzip or zstd
  --out FOLDER  where the report, the cleansed table and the change log are written (.millrace/demo)
  --json        one JSON object as the last line of standard output
`;

/** npm starts its scripts in the project's folder, wherever it was called. */
const fileOf = (given: string): string => {
  const candidates = [process.env['INIT_CWD'] ?? '.', '.'].map((folder) => resolve(folder, given));
  const path = candidates.find((candidate) => existsSync(candidate) && statSync(candidate).isFile());
  if (path === undefined)
    throw new ToolError(candidates.some((candidate) => existsSync(candidate)) ? `${given} is no file` : `there is no file ${given}`, 2);
  return path;
};

const writeSample = (folder: string): string => {
  const path = join(folder, 'sample.csv');
  writeFileSync(path, messySample());
  return path;
};

await runTool(async () => {
  const started = performance.now();
  const { values, positionals } = readFlags(usage, {
    json: { type: 'boolean', default: false },
    out: { type: 'string' },
    help: { type: 'boolean', default: false, short: 'h' },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  if (positionals.length > 1) throw new ToolError(`one file at a time\n\n${usage}`, 2);
  const place = join(home, 'demo');
  const given = positionals[0] === undefined ? null : fileOf(positionals[0]);
  const out = values.out === undefined ? place : resolve(process.env['INIT_CWD'] ?? '.', values.out);
  const folder = makeRunFolder(place);
  if (out === place) clearResults(place, folder);
  mkdirSync(out, { recursive: true });
  const file = given ?? writeSample(out);
  const logs = join(folder, 'logs');
  try {
    const platform = await startDemoPlatform({ folder, logs });
    const client = new DemoClient(platform.url, platform.key);
    say(`uploading ${basename(file)} …`);
    const uploaded = await client.upload(file, given === null ? sampleRecipe : 'suggested');
    const run = await client.follow(uploaded.run.id, makeProgress(process.stderr));
    const files = await client.save(run.id, out);
    const [explanation, changes] = await Promise.all([client.explanation(run.id), client.changes(run.id, 5)]);
    // What is below our own folder goes with it; a bucket that the environment names would keep it.
    if (process.env['S3_BUCKET']) await client.remove(uploaded.id);
    await platform.stop();
    const seconds = (performance.now() - started) / 1000;
    if (!values.json) {
      console.log(present({ fileName: basename(file), bytes: statSync(file).size, run, explanation, changes, files, seconds }));
      return 0;
    }
    const { rows, columns, findings, changes: changed, quarantined, rowsOut } = run.summary;
    console.log(
      JSON.stringify({
        dataset: { id: uploaded.id, name: uploaded.name },
        runs: [{ id: run.id, kinds: run.kinds, state: run.state }],
        ...{ rows, columns, findings, changes: changed, quarantined, rowsOut },
        reportPath: files['report'],
        cleansedPath: files['cleansed'],
        seconds: Number(seconds.toFixed(1)),
      }),
    );
    return 0;
  } catch (error) {
    const kept = join(place, 'logs');
    rmSync(kept, { recursive: true, force: true });
    if (existsSync(logs)) cpSync(logs, kept, { recursive: true });
    if (existsSync(kept) && !(error instanceof ToolError && error.message === 'stopped')) say(`logs: ${kept}`);
    throw error;
  }
});
