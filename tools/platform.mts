// The platform for real use: bin/millrace up [--detach] | down | status
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startMariaDb } from './services/mariadb.mts';
import { migrate, roles, root, startRole, untilReady, type Role } from './services/platform-processes.mts';
import { freePort, say, until, type Started } from './services/processes.mts';
import { startRedis } from './services/redis.mts';

interface State {
  pid: number;
  url: string;
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { detach: { type: 'boolean', default: false } } });
const folder = join(root, '.millrace/platform');
const [statePath, secretPath, keyPath, logs] = [
  join(folder, 'state.json'),
  join(folder, 'secret'),
  join(folder, 'api-key'),
  join(folder, 'logs'),
];
mkdirSync(logs, { recursive: true });

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
const current = (): State | null => {
  if (!existsSync(statePath)) return null;
  const state = JSON.parse(readFileSync(statePath, 'utf8')) as State;
  return isAlive(state.pid) ? state : null;
};
/** Made once and kept: a token or a key must outlive a restart. */
const kept = (path: string, make: () => string): string => {
  if (!existsSync(path)) writeFileSync(path, make(), { mode: 0o600 });
  return readFileSync(path, 'utf8');
};
const showUp = (url: string): void =>
  console.log(`Millrace is up\n  URL      ${url}\n  docs     ${url}/docs\n  API key  ${readFileSync(keyPath, 'utf8')}\n  logs     ${logs}`);

const status = async (): Promise<number> => {
  const state = current();
  if (!state) {
    console.log('Millrace is down');
    return 3;
  }
  showUp(state.url);
  console.log(
    await fetch(`${state.url}/readyz`).then(
      (answer) => answer.text(),
      () => 'the API does not answer',
    ),
  );
  return 0;
};

const down = async (): Promise<number> => {
  const state = current();
  if (!state) {
    console.log('Millrace is down');
    return 0;
  }
  process.kill(state.pid, 'SIGTERM');
  await until('the end of the platform', () => !isAlive(state.pid), 90_000);
  console.log('Millrace is down');
  return 0;
};

const detach = async (): Promise<number> => {
  const log = openSync(join(logs, 'platform.log'), 'a');
  const child = spawn(process.execPath, [...process.execArgv, process.argv[1] ?? '', 'up'], {
    detached: true,
    stdio: ['ignore', log, log],
  });
  child.unref();
  await until('the platform', () => current() !== null || !isAlive(child.pid ?? 0), 300_000);
  const state = current();
  if (!state) {
    say(`it did not come up; see ${join(logs, 'platform.log')}`);
    return 1;
  }
  showUp(state.url);
  return 0;
};

const up = async (): Promise<void> => {
  const services: Started[] = [];
  const databaseUrl = process.env['DATABASE_URL'];
  const redisUrl = process.env['REDIS_URL'];
  const mariadb = databaseUrl === undefined ? await startMariaDb(folder) : null;
  const redis = redisUrl === undefined ? await startRedis(folder) : null;
  services.push(...[mariadb, redis].filter((one) => one !== null));
  const port = process.env['PORT'] ?? '8000';
  const listening = port === '0' ? String(await freePort()) : port;
  kept(keyPath, () => `mr_${randomBytes(24).toString('base64url')}`);
  const env: NodeJS.ProcessEnv = {
    MILLRACE_EMBEDDED: process.env['SECRET_KEY'] === undefined ? '1' : '0',
    SECRET_KEY: process.env['SECRET_KEY'] ?? kept(secretPath, () => randomBytes(32).toString('hex')),
    DATABASE_URL: databaseUrl ?? (await mariadb!.createDatabase('millrace')),
    REDIS_URL: redisUrl ?? redis!.url,
    STORAGE_DIR: process.env['STORAGE_DIR'] ?? join(folder, 'objects'),
    SCRATCH_DIR: process.env['SCRATCH_DIR'] ?? join(folder, 'scratch'),
    BOOTSTRAP_API_KEY: process.env['BOOTSTRAP_API_KEY'] ?? readFileSync(keyPath, 'utf8'),
    HOST: process.env['HOST'] ?? '127.0.0.1',
    PORT: listening,
  };
  await migrate(env, logs);
  let stopping = false;
  const running = new Map<Role, Started>();
  /** A process that ends by itself is started again, a second later. */
  const keep = (role: Role): void => {
    const started = startRole(role, env, logs);
    running.set(role, started);
    started.child.once('exit', () => {
      if (stopping) return;
      say(`${role} ended and is started again`);
      void sleep(1000).then(() => !stopping && keep(role));
    });
  };
  for (const role of roles) keep(role);
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await Promise.all([...running.values()].map((one) => one.stop()));
    await Promise.all(services.map((one) => one.stop()));
    rmSync(statePath, { force: true });
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.removeAllListeners(signal);
    process.on(signal, () => void stop());
  }
  const url = `http://127.0.0.1:${listening}`;
  await untilReady(url);
  writeFileSync(statePath, JSON.stringify({ pid: process.pid, url } satisfies State));
  showUp(url);
};

try {
  const command = positionals[0];
  if (command === 'status') process.exit(await status());
  else if (command === 'down') process.exit(await down());
  else if (current()) process.exit(await status());
  else if (values.detach) process.exit(await detach());
  else await up();
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
