import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { atEnd } from '../lifecycle.mts';
import { say } from '../say.mts';
import { bring } from '../services/bring.mts';
import { mariaDbService, startMariaDb } from '../services/mariadb.mts';
import { borrowDatabase, borrowRedis } from '../services/named.mts';
import { migrate, roles, startRole, untilReady } from '../services/platform-processes.mts';
import { freePort } from '../services/ports.mts';
import { redisService, startRedis } from '../services/redis.mts';

interface Place {
  /** Of this run alone; goes with it. */
  readonly folder: string;
  readonly logs: string;
}

const database = async ({ folder }: Place): Promise<string> => {
  const named = process.env['DATABASE_URL'];
  if (!named) return (await startMariaDb(folder)).createDatabase('millrace');
  const { url, remove } = await borrowDatabase(named);
  atEnd(remove);
  return url;
};

const queue = async ({ folder }: Place): Promise<{ url: string; prefix: string }> => {
  const named = process.env['REDIS_URL'];
  if (!named) return { url: (await startRedis(folder)).url, prefix: 'millrace' };
  const { prefix, remove } = await borrowRedis(named);
  atEnd(remove);
  return { url: named, prefix };
};

/** Its three processes over services of its own, or over a database and a prefix of its own on those that the environment names. */
export const startDemoPlatform = async (place: Place): Promise<{ url: string; key: string; stop: () => Promise<void> }> => {
  mkdirSync(place.logs, { recursive: true });
  const missing = [...(process.env['DATABASE_URL'] ? [] : [mariaDbService]), ...(process.env['REDIS_URL'] ? [] : [redisService])];
  await bring(missing);
  if (missing.length > 0) say(`starting ${missing.map(({ name }) => name).join(' and ')} …`);
  const [databaseUrl, { url: redisUrl, prefix }] = await Promise.all([database(place), queue(place)]);
  const [port, key] = [await freePort(), `mr_${randomBytes(24).toString('base64url')}`];
  const env = {
    MILLRACE_EMBEDDED: '1',
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    QUEUE_PREFIX: prefix,
    STORAGE_DIR: join(place.folder, 'objects'),
    SCRATCH_DIR: join(place.folder, 'scratch'),
    SECRET_KEY: randomBytes(32).toString('hex'),
    BOOTSTRAP_API_KEY: key,
    PORT: String(port),
    HOST: '127.0.0.1',
    LOG_LEVEL: 'info',
  };
  await migrate(env, place.logs);
  say('starting api, data-worker and agent-worker …');
  const started = roles.map((role) => startRole(role, env, place.logs));
  const url = `http://127.0.0.1:${port}`;
  await untilReady(url, started[0], place.logs);
  const stop = async () => {
    await Promise.all(started.map((one) => one.stop()));
  };
  return { url, key, stop };
};
