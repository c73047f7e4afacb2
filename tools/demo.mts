// The main job on real input: private services, the three processes of the platform, one upload, its results.
//   npm run demo [-- FILE] [--json] [--out FOLDER]
import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, openAsBlob, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { messySample, sampleRecipe } from './sample.mts';
import { startMariaDb } from './services/mariadb.mts';
import { migrate, roles, root, startRole, untilReady } from './services/platform-processes.mts';
import { freePort, say } from './services/processes.mts';
import { startRedis } from './services/redis.mts';

interface Job {
  kind: string;
  state: string;
  needBytes: number;
  peakBytes: number | null;
  progress: { stage: string; fraction: number; rowsDone: number } | null;
}
interface Run {
  id: string;
  state: string;
  kinds: string[];
  progress: number;
  stage: string | null;
  jobs: Job[];
  summary: Record<string, number>;
  failure: { detail: string; advice: string; code: string } | null;
}
interface Uploaded {
  id: string;
  name: string;
  run: Run;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, out: { type: 'string' } },
});
const given = positionals[0];
if (given !== undefined && !existsSync(given)) {
  say(`there is no file ${given}`);
  process.exit(2);
}
const started = performance.now();
const folder = join(root, '.millrace/demo');
const services = join(folder, `services-${process.pid}`);
const out = resolve(values.out ?? folder);
rmSync(services, { recursive: true, force: true });
for (const path of [services, out]) mkdirSync(path, { recursive: true });
const samplePath = join(out, 'sample.csv');
if (given === undefined) writeFileSync(samplePath, messySample());
const file = resolve(given ?? samplePath);

say('starting Redis and MariaDB …');
const [redis, mariadb] = [await startRedis(services), await startMariaDb(services)];
const port = await freePort();
const url = `http://127.0.0.1:${port}`;
const key = `mr_${randomBytes(24).toString('base64url')}`;
const logs = join(folder, 'logs');
rmSync(logs, { recursive: true, force: true });
const env = {
  MILLRACE_EMBEDDED: '1',
  DATABASE_URL: await mariadb.createDatabase('millrace'),
  REDIS_URL: redis.url,
  STORAGE_DIR: join(services, 'objects'),
  SCRATCH_DIR: join(services, 'scratch'),
  SECRET_KEY: randomBytes(32).toString('hex'),
  BOOTSTRAP_API_KEY: key,
  PORT: String(port),
  HOST: '127.0.0.1',
  LOG_LEVEL: 'info',
};
await migrate(env, logs);
say('starting api, data-worker and agent-worker …');
const processes = roles.map((role) => startRole(role, env, logs));
const headers = { authorization: `Bearer ${key}` };

const call = async <T,>(path: string, init: RequestInit = {}): Promise<T> => {
  const answer = await fetch(`${url}${path}`, { ...init, headers: { ...headers, ...init.headers } });
  const text = await answer.text();
  if (!answer.ok) {
    const problem = JSON.parse(text) as { title: string; detail: string; advice: string };
    throw new Error(`${problem.title}: ${problem.detail} ${problem.advice}`);
  }
  return JSON.parse(text) as T;
};

const bar = (share: number): string => `${'█'.repeat(Math.round(share * 24)).padEnd(24, '░')} ${Math.round(share * 100)} %`;

const showProgress = (run: Run): void => {
  const line = `  ${bar(run.progress)}  ${run.state === 'completed' ? 'done' : (run.stage ?? 'waiting')}`;
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[2K${line}${run.state === 'completed' ? '\n' : ''}`);
};

const follow = async (id: string): Promise<Run> => {
  const answer = await fetch(`${url}/v1/runs/${id}/events`, { headers });
  let [rest, last] = ['', null as Run | null];
  for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
    rest += chunk;
    for (let end = rest.indexOf('\n\n'); end >= 0; end = rest.indexOf('\n\n')) {
      const data = /^data: (.*)$/m.exec(rest.slice(0, end))?.[1];
      rest = rest.slice(end + 2);
      if (data === undefined) continue;
      last = JSON.parse(data) as Run;
      showProgress(last);
    }
  }
  return last ?? (await call<Run>(`/v1/runs/${id}`));
};

const save = async (runId: string): Promise<Record<string, string>> => {
  const { items } = await call<{ items: { id: string; kind: string; fileName: string }[] }>(`/v1/runs/${runId}/artefacts`);
  const saved: Record<string, string> = {};
  for (const { id, kind, fileName } of items) {
    const answer = await fetch(`${url}/v1/runs/${runId}/artefacts/${id}/content`, { headers });
    const path = join(out, fileName);
    writeFileSync(path, Buffer.from(await answer.arrayBuffer()));
    saved[kind] = path;
  }
  return saved;
};

const number = new Intl.NumberFormat('en');
const megabytes = (bytes: number | null): string => (bytes === null ? '–' : `${Math.round(bytes / 1048576)} MB`);

interface Change {
  row: number;
  column: string;
  before: string | null;
  after: string | null;
  reason: string;
}

const present = async (run: Run, saved: Record<string, string>): Promise<void> => {
  const { summary } = run;
  const say1 = (text = '') => console.log(text);
  const explanation = await call<{
    headline: string;
    summary: string;
    source: string;
    points: { severity: string; text: string; advice: string }[];
  }>(`/v1/runs/${run.id}/explanation`);
  const changes = await call<{ items: Change[] }>(`/v1/runs/${run.id}/changes?limit=5`);
  say1(`\n  ${basename(file)}   ${number.format(statSync(file).size)} bytes`);
  say1(
    `  ${number.format(summary['rows'] ?? 0)} rows × ${number.format(summary['columns'] ?? 0)} columns, ${summary['findings'] ?? 0} findings`,
  );
  say1(`\n  ${explanation.headline}`);
  for (const { severity, text, advice } of explanation.points.slice(0, 6))
    say1(`  ${severity === 'error' ? '✗' : severity === 'warning' ? '!' : '·'} ${text}\n      → ${advice}`);
  say1(
    `\n  Cleansed: ${number.format(summary['changes'] ?? 0)} cells changed, ${number.format(summary['quarantined'] ?? 0)} rows set aside, ${number.format(summary['rowsOut'] ?? 0)} rows out`,
  );
  for (const { row, column, before, after, reason } of changes.items)
    say1(`    row ${row}, ${column}: ${JSON.stringify(before)} → ${JSON.stringify(after)}   (${reason})`);
  say1('\n  Jobs');
  for (const job of run.jobs)
    say1(`    ${job.kind.padEnd(16)} ${job.state}   reserved ${megabytes(job.needBytes)}, used ${megabytes(job.peakBytes)}`);
  say1('\n  Written');
  for (const [kind, path] of Object.entries(saved)) say1(`    ${kind.padEnd(12)} ${path}`);
  say1(`\n  ${((performance.now() - started) / 1000).toFixed(1)} s in all\n`);
};

let code = 0;
try {
  await untilReady(url);
  say(`uploading ${basename(file)} …`);
  const form = new FormData();
  form.set('name', basename(file));
  form.set('run', 'profile,cleanse,explain');
  if (given === undefined) form.set('recipe', JSON.stringify(sampleRecipe));
  form.set('file', await openAsBlob(file), basename(file));
  const uploaded = await call<Uploaded>('/v1/datasets', { method: 'POST', body: form });
  const run = await follow(uploaded.run.id);
  if (run.state !== 'completed') throw new Error(`the run ${run.state}: ${run.failure?.detail ?? ''} ${run.failure?.advice ?? ''}`);
  const saved = await save(run.id);
  if (values.json) {
    const { summary } = run;
    const report = {
      dataset: { id: uploaded.id, name: uploaded.name },
      runs: [{ id: run.id, kinds: run.kinds, state: run.state }],
      rows: summary['rows'],
      columns: summary['columns'],
      findings: summary['findings'],
      changes: summary['changes'],
      quarantined: summary['quarantined'],
      rowsOut: summary['rowsOut'],
      reportPath: saved['report'],
      cleansedPath: saved['cleansed'],
      seconds: Number(((performance.now() - started) / 1000).toFixed(1)),
    };
    console.log(JSON.stringify(report));
  } else await present(run, saved);
} catch (error) {
  say(`${error instanceof Error ? error.message : String(error)}\n  logs: ${logs}`);
  code = 1;
}
await Promise.all(processes.map((one) => one.stop()));
await Promise.all([redis.stop(), mariadb.stop()]);
if (existsSync(join(services, 'logs')))
  for (const name of ['redis.log', 'mariadb.log'])
    if (existsSync(join(services, 'logs', name))) copyFileSync(join(services, 'logs', name), join(logs, name));
rmSync(services, { recursive: true, force: true });
process.exit(code);
