import { mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Daemon } from './daemon.mts';
import { startContainer, waitFor } from './docker.mts';
import { freePorts } from './ports.mts';
import { findProgram } from './programs.mts';
import type { Service } from './service.mts';

const answersPing = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: 1000 }, () => socket.write('PING\r\n'));
    const answer = (value: boolean) => {
      socket.destroy();
      resolve(value);
    };
    socket
      .once('data', (data) => answer(data.toString().startsWith('+PONG')))
      .once('error', () => answer(false))
      .once('timeout', () => answer(false));
  });

// A queue must never lose a key to make room.
const policy = ['--maxmemory-policy', 'noeviction'];
/** redis-server is the same program as redis-check-rdb under another name; redis-tools holds it and starts no system service. */
const server = () => findProgram('redis-server', 'valkey-server', 'redis-check-rdb');

/** Redis. Its data is a cache of the database's: it writes nothing to disk. */
export const redis: Service<{ url: string }> = {
  name: 'redis',
  packages: ['redis-tools'],
  isInstalled: () => server() !== null,
  async start({ directory, cleanup }) {
    const [port = 0] = await freePorts(1);
    const home = join(directory, 'redis');
    mkdirSync(home, { recursive: true });
    const command = server() ?? 'redis-server';
    const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', home, '--save', '', '--appendonly', 'no', ...policy];
    const isOtherName = command.endsWith('redis-check-rdb');
    const daemon = new Daemon({
      name: 'redis',
      command: isOtherName ? 'bash' : command,
      args: isOtherName ? ['-c', 'exec -a redis-server "$0" "$@"', command, ...args] : args,
      logFile: join(directory, 'logs', 'redis.log'),
    });
    cleanup.add(() => daemon.stop());
    await daemon.ready(() => answersPing(port), 20);
    return { url: `redis://127.0.0.1:${port}` };
  },
  async startInDocker({ cleanup }) {
    const port = await startContainer(
      'redis',
      { image: 'redis:7', port: 6379, command: ['redis-server', '--save', '', ...policy] },
      cleanup,
    );
    await waitFor('redis in Docker', () => answersPing(port), 60);
    return { url: `redis://127.0.0.1:${port}` };
  },
};
