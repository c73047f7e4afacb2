import { connect } from 'node:net';
import { mkdirSync, symlinkSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { bring, type Service } from './bring.mts';
import { startContainer } from './docker.mts';
import { images } from './images.mts';
import { freePort } from './ports.mts';
import { start, until, type Started } from './processes.mts';
import { findProgram } from './programs.mts';

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

/** redis-tools holds the server under another name (it goes by the one that it is called by), and starts none in the background. */
const otherName = 'redis-check-rdb';

export const redisService: Service = {
  name: 'Redis',
  isInstalled: () => (findProgram('redis-server') ?? findProgram(otherName)) !== null,
  packages: [['redis-tools'], ['redis-server']],
  variable: 'REDIS_URL',
  inDocker: true,
};

const serverIn = (folder: string): string => {
  const server = findProgram('redis-server');
  if (server !== null) return server;
  const link = join(folder, 'redis-server');
  if (!existsSync(link)) symlinkSync(findProgram(otherName) ?? otherName, link);
  return link;
};

/** What it is started with, wherever it runs: a queue must never lose a key to make room, nor to a crash. */
const policy = ['--maxmemory-policy', 'noeviction', '--appendonly', 'yes', '--save', ''];

/** A private Redis with its data under `folder`. */
export const startRedis = async (folder: string, { port }: { port?: number } = {}): Promise<RedisService> => {
  const docker = await bring([redisService]);
  const at = port ?? (await freePort());
  const log = join(folder, 'logs/redis.log');
  const data = join(folder, 'redis');
  mkdirSync(data, { recursive: true });
  const started = docker.has(redisService.name)
    ? await startContainer(
        'redis',
        at,
        { image: images.redis, port: 6379, command: ['redis-server', ...policy], data: { from: data, to: '/data' } },
        log,
      )
    : start(serverIn(folder), ['--port', String(at), '--bind', '127.0.0.1', '--dir', data, ...policy], { log });
  await until('Redis', () => ping(at), 60_000, { child: started.child, log });
  return { ...started, port: at, url: `redis://127.0.0.1:${at}` };
};
