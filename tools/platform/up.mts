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
import type { Started } from '../services/processes.mts';
import { redisService, startRedis } from '../services/redis.mts';
import { announce, folder, localKey, logs } from './announce.mts';
import { bornAt, keptSecret, removeState, writeState } from './state.mts';

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

/** Runs the platform until a signal comes. Jobs that run finish or are handed back then. */
export const runPlatform = async (): Promise<never> => {
  // To be asked to end by SIGTERM is how it normally ends.
  setSignalCode('SIGTERM', 0);
  const port = parsePort(process.env['PORT'] ?? '8000') || (await freePort());
  if (await isTaken(port)) throw new ToolError(`port ${port} is in use; choose another: PORT=8001 bin/millrace up`);
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
  await untilReady(url, kept[0]?.current(), logs);
  atEnd(() => removeState(folder));
  const state = { pid: process.pid, born: bornAt(process.pid), url, startedAt: new Date().toISOString() };
  writeState(folder, state);
  announce(state);
  return new Promise<never>(() => undefined);
};
