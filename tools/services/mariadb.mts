import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mysql from 'mysql2/promise';
import { ensureCommand } from './install.mts';
import { freePort, start, until, type Started } from './processes.mts';

export interface MariaDbService extends Started {
  /** Of the server; ends with a slash. */
  readonly serverUrl: string;
  readonly port: number;
  readonly createDatabase: (name: string) => Promise<string>;
}

const asRoot = process.getuid?.() === 0 ? ['--user=root'] : [];

const initialise = (data: string): void => {
  if (existsSync(join(data, 'mysql'))) return;
  mkdirSync(data, { recursive: true });
  const args = ['--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db', ...asRoot];
  const done = spawnSync('mariadb-install-db', args, { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`mariadb-install-db failed: ${done.stderr}${done.stdout}`);
};

const answers = async (url: string): Promise<boolean> => {
  try {
    const connection = await mysql.createConnection({ uri: url, connectTimeout: 1000 });
    await connection.end();
    return true;
  } catch {
    return false;
  }
};

/** A private MariaDB under `folder`. */
export const startMariaDb = async (
  folder: string,
  { port, detached = false }: { port?: number; detached?: boolean } = {},
): Promise<MariaDbService> => {
  ensureCommand('mariadbd', ['mariadb-server']);
  const data = join(folder, 'mariadb');
  initialise(data);
  const at = port ?? (await freePort());
  // A socket's path may have 107 characters; the folder of a project may be deeper than that.
  const socket = join(tmpdir(), `millrace-${at}.sock`);
  const args = [
    '--no-defaults',
    `--datadir=${data}`,
    `--port=${at}`,
    '--bind-address=127.0.0.1',
    `--socket=${socket}`,
    `--pid-file=${join(data, 'pid')}`,
    '--max-connections=500',
    '--skip-log-bin',
    '--innodb-buffer-pool-size=128M',
    ...asRoot,
  ];
  const started = start('mariadbd', args, { log: join(folder, 'logs/mariadb.log'), detached });
  const serverUrl = `mysql://root@127.0.0.1:${at}/`;
  await until('MariaDB', () => answers(serverUrl), 60_000);
  const createDatabase = async (name: string) => {
    const connection = await mysql.createConnection({ uri: serverUrl });
    await connection.query(`CREATE DATABASE IF NOT EXISTS \`${name}\``);
    await connection.end();
    return `${serverUrl}${name}`;
  };
  return { ...started, port: at, serverUrl, createDatabase };
};
