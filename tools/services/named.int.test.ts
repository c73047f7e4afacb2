import { Redis } from 'ioredis';
import { createConnection } from 'mysql2/promise';
import { borrowDatabase, borrowRedis } from './named.mjs';

const databaseUrl = process.env['TEST_DATABASE_URL'] ?? '';
const redisUrl = process.env['TEST_REDIS_URL'] ?? '';

test('a database of our own on a server that is not ours, gone after it', async () => {
  const { url, remove } = await borrowDatabase(`${databaseUrl}whatever`);
  const connection = await createConnection({ uri: url });
  await connection.query('CREATE TABLE t (id INT)');
  await connection.end();
  await remove();
  await expect(createConnection({ uri: url })).rejects.toMatchObject({ code: 'ER_BAD_DB_ERROR' });
});

test('an account that may not is refused with what to do', async () => {
  const server = new URL(databaseUrl);
  [server.username, server.password] = ['nobody_at_all', 'x'];
  await expect(borrowDatabase(server.href)).rejects.toThrow(/Grant its account CREATE/);
});

test('a prefix of our own on a Redis that is not ours, gone after it, and no other key', async () => {
  const client = new Redis(redisUrl);
  const { prefix, remove } = await borrowRedis(redisUrl);
  const other = `other-${prefix}`;
  await client.mset(`${prefix}:a`, '1', `${prefix}:b:c`, '2', other, '3');
  await remove();
  expect(await client.mget(`${prefix}:a`, `${prefix}:b:c`, other)).toEqual([null, null, '3']);
  await client.del(other);
  client.disconnect();
});

test('a Redis that does not answer is named', async () => {
  await expect(borrowRedis('redis://127.0.0.1:1')).rejects.toThrow(/REDIS_URL does not answer/);
});
