// Kills and freezes real processes at random while jobs run, then counts what was lost and what was done twice.
// Goals: every run completed, 0 effects lost, 0 doubled, no object of a lost attempt left.
import { createHash, randomBytes } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { createReadStream, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import mysql from 'mysql2/promise';
import { startMariaDb } from '../../tools/services/mariadb.mts';
import { migrate, root, startRole, untilReady, type Role } from '../../tools/services/platform-processes.mts';
import { freePort, say, type Started } from '../../tools/services/processes.mts';
import { startRedis } from '../../tools/services/redis.mts';
import { scriptFlags } from '../../tools/script-flags.mts';

const spec = {
  command: 'npm run chaos',
  about: 'Kills and freezes real processes at random while jobs run, then counts what was lost and what was done twice.',
  goals: ['every run completed', 'lost 0', 'duplicated 0', 'no byte of a result damaged'],
  flags: {
    jobs: { kind: 'number', default: '300', about: 'three to a run' },
    kills: { kind: 'number', default: '60', about: 'processes that are killed or frozen' },
    flushall: { kind: 'number', default: '3', about: 'times that Redis is emptied' },
    seed: { kind: 'number', default: '1', about: 'of the choice of victims' },
  },
} as const;

const { values } = scriptFlags(spec);
const [jobCount, killCount, flushCount] = [values.jobs, values.kills, values.flushall];
let state = values.seed >>> 0;
const random = (): number => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 4294967296;
};
const pick = <T,>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;

const folder = join(root, '.millrace/chaos');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const logs = join(folder, 'logs');
const leaseSeconds = 3;
let redis = await startRedis(folder);
let mariadb = await startMariaDb(folder);
const key = `mr_${randomBytes(24).toString('base64url')}`;
const port = await freePort();
const url = `http://127.0.0.1:${port}`;
const databaseUrl = await mariadb.createDatabase('chaos');
const env = {
  MILLRACE_EMBEDDED: '1',
  DATABASE_URL: databaseUrl,
  REDIS_URL: redis.url,
  STORAGE_DIR: join(folder, 'store'),
  SCRATCH_DIR: join(folder, 'scratch'),
  SECRET_KEY: randomBytes(32).toString('hex'),
  BOOTSTRAP_API_KEY: key,
  PORT: String(port),
  HOST: '127.0.0.1',
  LEASE_SECONDS: String(leaseSeconds),
  SWEEP_SECONDS: '1',
  JOB_MAX_STARTS: '100',
  WORKER_CPU_SLOTS: '2',
  WORKER_MEMORY_BUDGET: '1GB',
  LOG_LEVEL: 'warn',
};
await migrate(env, logs);
startRole('api', env, logs);
await untilReady(url);

const workers: { role: Role; process: Started }[] = [];
let over = false;
const employ = (role: Role, at: number): void => {
  const process = startRole(role, env, logs);
  workers[at] = { role, process };
  process.child.once('exit', () => !over && setTimeout(() => !over && employ(role, at), 300));
};
(['data-worker', 'data-worker', 'agent-worker'] as const).forEach(employ);

const headers = { authorization: `Bearer ${key}`, 'content-type': 'text/csv' };
/** Uploads until it is taken: the database is away for a while, and an upload that was refused left nothing. */
const submit = async (at: number): Promise<string> => {
  const rows = Array.from({ length: 200 }, (_, row) => `${row}, v${at}-${row % 50},${row % 7 === 0 ? 'N/A' : row}`).join('\n');
  for (;;) {
    const answer = await fetch(`${url}/v1/datasets?run=profile,cleanse,explain&name=chaos-${at}`, {
      method: 'POST',
      headers: { ...headers, 'idempotency-key': `chaos-${at}` },
      body: `id,name,value\n${rows}\n`,
    }).catch(() => null);
    if (answer?.status === 202) return ((await answer.json()) as { run: { id: string } }).run.id;
    await answer?.body?.cancel();
    await sleep(500);
  }
};

const counts = { kills: 0, childKills: 0, freezes: 0, flushes: 0, redisKills: 0, mariadbKills: 0 };
const childrenOf = (pid: number): number[] => {
  try {
    return execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' })
      .split('\n')
      .filter(Boolean)
      .map(Number);
  } catch {
    return [];
  }
};
/** Whether the signal reached its process: it may have ended by itself. */
const signal = (pid: number, name: NodeJS.Signals): boolean => {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
};
/** Kills or freezes one process that lives; false when its victim was gone already. */
const harm = (): boolean => {
  const pid = pick(workers).process.child.pid;
  if (pid === undefined) return false;
  const [dice, children] = [random(), childrenOf(pid)];
  if (dice < 0.2) {
    if (!signal(pid, 'SIGSTOP')) return false;
    counts.freezes += 1;
    // It may have been killed while it was frozen.
    setTimeout(() => signal(pid, 'SIGCONT'), leaseSeconds * 1000 + 2500);
  } else if (dice < 0.6 && children.length > 0) {
    if (!signal(pick(children), 'SIGKILL')) return false;
    counts.childKills += 1;
  } else {
    if (!signal(pid, 'SIGKILL')) return false;
    counts.kills += 1;
  }
  return true;
};

// Spread over the time that the harm takes, so that it always finds work to break.
const submitEveryMs = (killCount * 700) / Math.max(1, jobCount / 3);
const started = performance.now();
say(`submitting ${jobCount} jobs (${Math.ceil(jobCount / 3)} runs) and doing harm …`);
const submitted = Promise.all(
  Array.from({ length: Math.ceil(jobCount / 3) }, async (_, at) => {
    await sleep(at * submitEveryMs);
    return submit(at);
  }),
);
const harming = (async () => {
  for (let at = 0; at < killCount; at += 1) {
    await sleep(300 + random() * 900);
    while (!harm()) await sleep(50);
    if (flushCount > 0 && (at + 1) % Math.max(1, Math.floor(killCount / (flushCount + 1))) === 0 && counts.flushes < flushCount) {
      const client = new Redis(redis.url, { maxRetriesPerRequest: 1 });
      client.on('error', () => undefined);
      await client.flushall().then(
        () => (counts.flushes += 1),
        () => undefined,
      );
      client.disconnect();
    }
    if (at === Math.floor(killCount / 3)) {
      await redis.stop('SIGKILL');
      await sleep(1000);
      redis = await startRedis(folder, { port: redis.port });
      counts.redisKills += 1;
    }
    if (at === Math.floor((killCount * 2) / 3)) {
      await mariadb.stop('SIGKILL');
      await sleep(1000);
      mariadb = await startMariaDb(folder, { port: mariadb.port });
      counts.mariadbKills += 1;
    }
  }
})();
const runIds = await submitted;
await harming;
say('harm is done; waiting for every run to end …');

const sql = await mysql.createConnection({ uri: databaseUrl });
const rows = async <T,>(text: string): Promise<T[]> => (await sql.query(text))[0] as T[];
const deadline = Date.now() + 400_000;
for (;;) {
  const [{ open } = { open: 0 }] = await rows<{ open: number }>(`SELECT COUNT(*) AS open FROM runs WHERE state IN ('queued', 'running')`);
  if (open === 0 || Date.now() > deadline) break;
  await sleep(500);
}
const seconds = (performance.now() - started) / 1000;

const states = await rows<{ state: string; n: number }>('SELECT state, COUNT(*) AS n FROM runs GROUP BY state');
const completed = states.find(({ state: name }) => name === 'completed')?.n ?? 0;
const extraRuns = (await rows<{ n: number }>('SELECT COUNT(*) - COUNT(DISTINCT dataset_id) AS n FROM runs'))[0]?.n ?? 0;
const artefacts = await rows<{ object_key: string; sha256: string; job_id: string }>('SELECT object_key, sha256, job_id FROM artefacts');
// profile: 4 artefacts, cleanse: 7 with what it was not sure enough of, explain: 1; each once by its unique key.
const expectedArtefacts = runIds.length * 12;
const metricRows = Number((await rows<{ n: number }>('SELECT COUNT(*) AS n FROM metric_values'))[0]?.n);
const perRun = await rows<{ n: number }>('SELECT COUNT(*) AS n FROM metric_values GROUP BY run_id');
const unevenMetrics = perRun.filter(({ n }) => n !== perRun[0]?.n).length + (runIds.length - perRun.length);
const sha256 = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
};
const damaged = (
  await Promise.all(
    artefacts.map(
      async ({ object_key: at, sha256: expected }) => (await sha256(join(folder, 'store/objects', at)).catch(() => 'absent')) !== expected,
    ),
  )
).filter(Boolean).length;
const startedAgain = Number((await rows<{ n: number }>('SELECT SUM(attempt - 1) AS n FROM jobs WHERE attempt > 0'))[0]?.n);
const maxAttempt = Number((await rows<{ n: number }>('SELECT MAX(attempt) AS n FROM jobs'))[0]?.n);
await sql.end();
over = true;
await Promise.all([...workers.map(({ process }) => process.stop('SIGKILL')), redis.stop(), mariadb.stop()]);

const lost = runIds.length - completed + Math.max(0, expectedArtefacts - artefacts.length) + damaged;
const duplicated = extraRuns + Math.max(0, artefacts.length - expectedArtefacts) + unevenMetrics;
const result = {
  runs: runIds.length,
  jobs: runIds.length * 3,
  completed,
  lost,
  duplicated,
  damaged,
  artefacts: artefacts.length,
  expectedArtefacts,
  metricRows,
  startedAgain,
  maxAttempt,
  ...counts,
  seconds: Math.round(seconds),
  states: Object.fromEntries(states.map(({ state: name, n }) => [name, n])),
};
console.log('\n  chaos');
for (const [name, value] of Object.entries(result))
  console.log(
    `    ${name.padEnd(20)} ${typeof value === 'object' ? JSON.stringify(value) : value}${name === 'lost' || name === 'duplicated' ? '   (goal 0)' : ''}`,
  );
const ok = lost === 0 && duplicated === 0;
if (values.json) console.log(JSON.stringify({ title: 'chaos', ok, ...result }));
process.exit(ok ? 0 : 1);
