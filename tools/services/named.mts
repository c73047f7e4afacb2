import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import mysql from 'mysql2/promise';
import { ToolError } from '../lifecycle.mts';

/** The server that a database's URL is on; ends with a slash. */
export const serverOf = (databaseUrl: string): string => {
  const url = new URL(databaseUrl);
  url.pathname = '/';
  return url.href;
};

/** A database of our own on a server that the environment names, and how to remove it. @throws ToolError where its account may not */
export const borrowDatabase = async (databaseUrl: string): Promise<{ url: string; remove: () => Promise<void> }> => {
  const name = `millrace_${randomBytes(6).toString('hex')}`;
  const server = serverOf(databaseUrl);
  const run = async (sql: string) => {
    const connection = await mysql.createConnection({ uri: server, connectTimeout: 10_000 });
    await connection.query(sql).finally(() => connection.end());
  };
  await run(`CREATE DATABASE ${name}`).catch((error: unknown) => {
    throw new ToolError(
      `The server of DATABASE_URL does not give us a database of our own (${error instanceof Error ? error.message : String(error)}).\n` +
        'Grant its account CREATE and DROP, or leave DATABASE_URL unset: a private server is started then.',
    );
  });
  return { url: `${server}${name}`, remove: () => run(`DROP DATABASE ${name}`) };
};

/** A prefix of our own on a Redis that the environment names, and how to remove what is under it. @throws ToolError where it does not answer */
export const borrowRedis = async (url: string): Promise<{ prefix: string; remove: () => Promise<void> }> => {
  const prefix = `millrace-${randomBytes(6).toString('hex')}`;
  const redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 1, retryStrategy: () => null, connectTimeout: 10_000 });
  redis.on('error', () => undefined);
  await redis.connect().catch((error: unknown) => {
    throw new ToolError(`The server of REDIS_URL does not answer (${error instanceof Error ? error.message : String(error)}).`);
  });
  await redis.quit();
  const remove = async () => {
    const client = new Redis(url);
    for await (const keys of client.scanStream({ match: `${prefix}:*`, count: 500 })) {
      if ((keys as string[]).length > 0) await client.unlink(...(keys as string[]));
    }
    await client.quit();
  };
  return { prefix, remove };
};
