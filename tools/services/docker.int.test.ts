import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { Redis } from 'ioredis';
import { createConnection } from 'mysql2/promise';
import { startMariaDb } from './mariadb.mjs';
import { startRedis } from './redis.mjs';

/** A real engine where one answers; elsewhere a stand-in that runs the machine's own servers from the same command lines. */
const hasEngine = spawnSync('docker', ['version'], { stdio: 'ignore' }).status === 0;
const before = { ...process.env };
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-docker-'));
  process.env['MILLRACE_SERVICES'] = 'docker';
  if (hasEngine) return;
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  symlinkSync(resolve(__dirname, '../../test/support/docker-stand-in.mjs'), join(bin, 'docker'));
  process.env['DOCKER_STAND_IN'] = folder;
  process.env['PATH'] = [bin, before['PATH'], '/usr/sbin'].join(delimiter);
});
afterAll(() => {
  process.env = before;
  rmSync(folder, { recursive: true, force: true });
});

const isUp = async (ask: () => Promise<unknown>) =>
  ask().then(
    () => true,
    () => false,
  );
const namesOf = () =>
  hasEngine
    ? spawnSync('docker', ['ps', '--all', '--quiet', '--filter', 'label=millrace=1'], { encoding: 'utf8' }).stdout
    : readdirSync(folder)
        .filter((name) => name.endsWith('.pid'))
        .join();

test('Redis in a container takes a value, keeps it over a restart, and is gone after it', async () => {
  const first = await startRedis(folder);
  const client = new Redis(first.url);
  await client.set('key', 'value');
  expect((await client.config('GET', 'maxmemory-policy')) as string[]).toContain('noeviction');
  client.disconnect();
  await first.stop();
  const second = await startRedis(folder, { port: first.port });
  const again = new Redis(second.url);
  expect(await again.get('key')).toBe('value');
  again.disconnect();
  await second.stop('SIGKILL');
  const late = new Redis(second.url, { lazyConnect: true, retryStrategy: () => null });
  late.on('error', () => undefined);
  expect(await isUp(() => late.connect())).toBe(false);
  expect(namesOf()).toBe('');
});

test('MariaDB in a container makes databases for who knows its password only', async () => {
  const server = await startMariaDb(folder);
  const connection = await createConnection({ uri: await server.createDatabase('some') });
  expect((await connection.query('SELECT DATABASE() AS name'))[0]).toEqual([{ name: 'some' }]);
  await connection.end();
  expect(await isUp(() => createConnection({ uri: `mysql://root@127.0.0.1:${server.port}/` }))).toBe(false);
  await server.stop();
  expect(namesOf()).toBe('');
  const calls = join(folder, 'calls');
  const password = readFileSync(join(folder, 'mariadb.password'), 'utf8');
  if (existsSync(calls)) expect(readFileSync(calls, 'utf8')).not.toContain(password);
});
