import { connect } from 'node:net';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensureCommand } from './install.mts';
import { freePort, start, until, type Started } from './processes.mts';

const ping = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    socket.setTimeout(1000, () => socket.destroy());
    socket.once('data', (data) => {
      resolve(data.toString().startsWith('+PONG'));
      socket.destroy();
    });
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
  });

export interface RedisService extends Started {
  readonly url: string;
  readonly port: number;
}

/** A private Redis under `folder`. */
export const startRedis = async (
  folder: string,
  { port, detached = false }: { port?: number; detached?: boolean } = {},
): Promise<RedisService> => {
  ensureCommand('redis-server', ['redis-server']);
  const at = port ?? (await freePort());
  const data = join(folder, 'redis');
  mkdirSync(data, { recursive: true });
  const args = [
    '--port',
    String(at),
    '--bind',
    '127.0.0.1',
    '--dir',
    data,
    '--maxmemory-policy',
    'noeviction',
    '--appendonly',
    'yes',
    '--save',
    '',
  ];
  const started = start('redis-server', args, { log: join(folder, 'logs/redis.log'), detached });
  await until('Redis', () => ping(at));
  return { ...started, port: at, url: `redis://127.0.0.1:${at}` };
};
