import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { atEnd, isEnding, setSignalCode, ToolError } from '../lifecycle.mts';
import { say } from '../say.mts';
import { bring, type Service } from '../services/bring.mts';
import { mariaDbService, startMariaDb } from '../services/mariadb.mts';
import { migrate, roles, startRole, untilReady } from '../services/platform-processes.mts';
import { freePort, isTaken, parsePort } from '../services/ports.mts';
import { until, type Started } from '../services/processes.mts';
import { redisService, startRedis } from '../services/redis.mts';
import { announce, folder, localKey, logs, renewLocalKey } from './announce.mts';
import { bornAt, isAlive, keptSecret, readState, removeState, writeState } from './state.mts';
import { takeStart } from './take-start.mts';

/** The services that the environment does not name. */
export const wantedServices = (): readonly Service[] => [
  ...(process.env['DATABASE_URL'] ? [] : [mariaDbService]),
  ...(process.env['REDIS_URL'] ? [] : [redisService]),
];

const pauseMs = 1000;

/** Starts what ends by itself again, a second later. */
const keepUp = (name: string, started: Started, again: () => Promise<Started> | Started): { readonly current: () => Started } => {
  let current = started;
  const watch = (): void => {
    current.child.once('exit', () => {
      if (isEnding()) return;
      say(`${name} ended and is started again`);
      void sleep(pauseMs)
        .then(again)
        .then((next) => {
          current = next;
          watch();
        })
        .catch((error: unknown) => {
          if (!isEnding()) throw error;
        });
    });
  };
  watch();
  return { current: () => current };
};

/** Where the services are: those that the environment names, or private ones, kept up. */
const startServices = async (): Promise<{ DATABASE_URL: string; REDIS_URL: string }> => {
  const missing = wantedServices();
  await bring(missing);
  if (missing.length > 0) say(`starting ${missing.map(({ name }) => name).join(' and ')} …`);
  const [mariadb, redis] = await Promise.all([
    missing.includes(mariaDbService) ? startMariaDb(folder) : null,
    missing.includes(redisService) ? startRedis(folder) : null,
  ]);
  if (mariadb) keepUp('MariaDB', mariadb, () => startMariaDb(folder, { port: mariadb.port }));
  if (redis) keepUp('Redis', redis, () => startRedis(folder, { port: redis.port }));
  return {
    DATABASE_URL: mariadb ? await mariadb.createDatabase('millrace') : (process.env['DATABASE_URL'] ?? ''),
    REDIS_URL: redis?.url ?? process.env['REDIS_URL'] ?? '',
  };
};

const startMs = 300_000;

/** Waits for the platform that another process starts in our folder. @throws ToolError when it does not come up */
const waitForOther = async (pid: number): Promise<number> => {
  say(`process ${pid} is starting it already; waiting …`);
  await until('the platform', () => readState(folder) !== null || !isAlive(pid), startMs);
  const state = readState(folder);
  if (!state) throw new ToolError(`process ${pid} has not brought it up; try again`);
  announce(state);
  return 0;
};

/** Gives the local owner another key where theirs was revoked: nobody else could make one. */
const ensureLocalKey = async (url: string, env: NodeJS.ProcessEnv, api: () => Started): Promise<void> => {
  const { status } = await fetch(`${url}/v1/datasets?limit=1`, { headers: { authorization: `Bearer ${localKey()}` } });
  if (status !== 401) return;
  if (process.env['BOOTSTRAP_API_KEY']) throw new ToolError('the key in BOOTSTRAP_API_KEY was revoked; set another');
  say('the local API key was revoked; making another …');
  env['BOOTSTRAP_API_KEY'] = renewLocalKey();
  const old = api();
  await old.stop();
  await until('the API', () => api() !== old, 30_000);
  await untilReady(url, api(), logs);
};

/** Runs the platform until a signal comes, or answers when another process has brought it up. Jobs finish or are handed back at its end. */
export const runPlatform = async (): Promise<number> => {
  // To be asked to end by SIGTERM is how it normally ends.
  setSignalCode('SIGTERM', 0);
  const port = parsePort(process.env['PORT'] ?? '8000') || (await freePort());
  if (await isTaken(port)) throw new ToolError(`port ${port} is in use; choose another: PORT=8001 bin/millrace up`);
  const { takenBy, release } = takeStart(folder);
  if (takenBy !== null) return waitForOther(takenBy);
  atEnd(release);
  mkdirSync(logs, { recursive: true });
  const services = await startServices();
  const { SECRET_KEY: secret, HOST = '127.0.0.1', STORAGE_DIR, SCRATCH_DIR } = process.env;
  const env: NodeJS.ProcessEnv = {
    ...services,
    MILLRACE_EMBEDDED: secret === undefined ? '1' : '0',
    SECRET_KEY: secret ?? keptSecret(join(folder, 'secret'), () => randomBytes(32).toString('hex')),
    STORAGE_DIR: STORAGE_DIR ?? join(folder, 'objects'),
    SCRATCH_DIR: SCRATCH_DIR ?? join(folder, 'scratch'),
    BOOTSTRAP_API_KEY: localKey(),
    HOST,
    PORT: String(port),
  };
  await migrate(env, logs);
  const kept = roles.map((role) => {
    const run = () => startRole(role, env, logs, true);
    return keepUp(role, run(), run);
  });
  // All at once: each of them may have jobs to finish.
  atEnd(() => Promise.all(kept.map(({ current }) => current().stop())));
  const url = `http://127.0.0.1:${port}`;
  const [api] = kept;
  if (!api) throw new Error('there is no API among the roles');
  await untilReady(url, api.current(), logs);
  await ensureLocalKey(url, env, api.current);
  atEnd(() => removeState(folder));
  const state = { pid: process.pid, born: bornAt(process.pid), url, startedAt: new Date().toISOString() };
  writeState(folder, state);
  release();
  announce(state);
  return new Promise<never>(() => undefined);
};
