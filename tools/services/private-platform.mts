import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bring } from './bring.mts';
import { mariaDbService, startMariaDb, type MariaDbService } from './mariadb.mts';
import { migrate, roles as allRoles, startRole, untilReady, type Role } from './platform-processes.mts';
import { freePort } from './ports.mts';
import type { Started } from './processes.mts';
import { redisService, startRedis, type RedisService } from './redis.mts';

export interface PrivatePlatform {
  readonly url: string;
  readonly key: string;
  readonly headers: { readonly authorization: string };
  readonly env: NodeJS.ProcessEnv;
  readonly folder: string;
  readonly logs: string;
  readonly databaseUrl: string;
  readonly redis: RedisService;
  readonly mariadb: MariaDbService;
  readonly processes: Readonly<Record<Role, Started[]>>;
  readonly stop: () => Promise<void>;
}

interface Options {
  readonly roles?: readonly Role[];
  readonly env?: NodeJS.ProcessEnv;
}

/** The whole platform over services of its own, with everything that it writes below `folder`, which is emptied first. */
export const startPrivatePlatform = async (
  folder: string,
  { roles = allRoles, env: more = {} }: Options = {},
): Promise<PrivatePlatform> => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const logs = join(folder, 'logs');
  await bring([redisService, mariaDbService]);
  const [redis, mariadb] = await Promise.all([startRedis(folder), startMariaDb(folder)]);
  const port = await freePort();
  const key = `mr_${randomBytes(24).toString('base64url')}`;
  const databaseUrl = await mariadb.createDatabase('millrace');
  const env: NodeJS.ProcessEnv = {
    MILLRACE_EMBEDDED: '1',
    DATABASE_URL: databaseUrl,
    REDIS_URL: redis.url,
    STORAGE_DIR: join(folder, 'objects'),
    SCRATCH_DIR: join(folder, 'scratch'),
    SECRET_KEY: randomBytes(32).toString('hex'),
    BOOTSTRAP_API_KEY: key,
    PORT: String(port),
    HOST: '127.0.0.1',
    ...more,
  };
  await migrate(env, logs);
  const processes: Record<Role, Started[]> = { api: [], 'data-worker': [], 'agent-worker': [] };
  for (const role of roles) processes[role].push(startRole(role, env, logs));
  const url = `http://127.0.0.1:${port}`;
  if (roles.includes('api')) await untilReady(url, processes.api[0], logs);
  const stop = async () => {
    await Promise.all(Object.values(processes).flatMap((started) => started.map((one) => one.stop())));
    await Promise.all([redis.stop(), mariadb.stop()]);
  };
  return { url, key, headers: { authorization: `Bearer ${key}` }, env, folder, logs, databaseUrl, redis, mariadb, processes, stop };
};
