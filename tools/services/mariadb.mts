import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import mysql from 'mysql2/promise';
import { ToolError } from '../lifecycle.mts';
import { keptSecret } from '../platform/state.mts';
import { bring, haveAll, type Service } from './bring.mts';
import { startContainer } from './docker.mts';
import { images } from './images.mts';
import { freePort } from './ports.mts';
import { start, until, type Started } from './processes.mts';
import { findProgram, runProgram } from './programs.mts';

export interface MariaDbService extends Started {
  /** Of the server; ends with a slash. */
  readonly serverUrl: string;
  readonly port: number;
  readonly createDatabase: (name: string) => Promise<string>;
}

export const mariaDbService: Service = {
  name: 'MariaDB',
  isInstalled: () => haveAll(['mariadbd', 'mariadb-install-db', 'my_print_defaults']),
  // The first two hold the server, and what makes its first tables, without starting it as a service of the system.
  packages: [['mariadb-server-core', 'mariadb-client-core'], ['mariadb-server']],
  variable: 'DATABASE_URL',
  inDocker: true,
};

const asRoot = process.getuid?.() === 0 ? ['--user=root'] : [];

/** Makes the data's folder, whole or not at all. */
const initialise = async (data: string): Promise<void> => {
  if (existsSync(join(data, 'mysql'))) return;
  const made = `${data}.new`;
  for (const path of [made, data]) rmSync(path, { recursive: true, force: true });
  mkdirSync(made, { recursive: true, mode: 0o700 });
  const args = ['--no-defaults', `--datadir=${made}`, '--auth-root-authentication-method=normal', '--skip-test-db', ...asRoot];
  await runProgram('mariadb-install-db', findProgram('mariadb-install-db') ?? 'mariadb-install-db', args, { isDisposable: true });
  renameSync(made, data);
};

const account = 'millrace';

/** Run by the server at each start, one statement a line: our account over the network of this machine, root by the socket only. */
const firstStatements = (password: string): string =>
  [
    `CREATE USER IF NOT EXISTS '${account}'@'127.0.0.1' IDENTIFIED BY '${password}';`,
    `ALTER USER '${account}'@'127.0.0.1' IDENTIFIED BY '${password}';`,
    `GRANT ALL ON *.* TO '${account}'@'127.0.0.1' WITH GRANT OPTION;`,
    ...['127.0.0.1', '::1'].map((host) => `DROP USER IF EXISTS 'root'@'${host}';`),
    '',
  ].join('\n');

const answers = async (uri: string): Promise<boolean> => {
  try {
    const connection = await mysql.createConnection({ uri, connectTimeout: 1000 });
    await connection.end();
    return true;
  } catch (error) {
    // It answers, and will not answer otherwise later.
    if ((error as { code?: string }).code === 'ER_ACCESS_DENIED_ERROR') throw new ToolError(`MariaDB refuses us: ${String(error)}`);
    return false;
  }
};

/** Makes a database on a server unless it is there, and answers its URL. */
export const createDatabase = async (serverUrl: string, name: string): Promise<string> => {
  const connection = await mysql.createConnection({ uri: serverUrl });
  await connection.query(`CREATE DATABASE IF NOT EXISTS \`${name}\``);
  await connection.end();
  return `${serverUrl}${name}`;
};

const startInstalled = async (folder: string, at: number, password: string, log: string): Promise<Started> => {
  const data = join(folder, 'mariadb');
  await initialise(data);
  const statements = join(data, 'first.sql');
  writeFileSync(statements, firstStatements(password), { mode: 0o600 });
  const args = [
    '--no-defaults',
    `--datadir=${data}`,
    `--port=${at}`,
    '--bind-address=127.0.0.1',
    '--skip-name-resolve',
    // Below the data's folder, which it is started in: the whole path may be longer than the 107 characters of a socket.
    '--socket=socket',
    `--pid-file=${join(data, 'pid')}`,
    `--init-file=${statements}`,
    '--max-connections=500',
    '--skip-log-bin',
    '--innodb-buffer-pool-size=128M',
    ...asRoot,
  ];
  return start(findProgram('mariadbd') ?? 'mariadbd', args, { log, atEnd: 'SIGTERM' });
};

/** A private MariaDB with its data and its password under `folder`. */
export const startMariaDb = async (folder: string, { port }: { port?: number } = {}): Promise<MariaDbService> => {
  const docker = await bring([mariaDbService]);
  const at = port ?? (await freePort());
  const log = join(folder, 'logs/mariadb.log');
  const password = keptSecret(join(folder, 'mariadb.password'), () => randomBytes(24).toString('hex'));
  const isInDocker = docker.has(mariaDbService.name);
  const container = {
    image: images.mariadb,
    port: 3306,
    command: ['--max-connections=500', '--skip-log-bin', '--innodb-buffer-pool-size=128M'],
    environment: { MARIADB_ROOT_PASSWORD: password },
    data: { from: join(folder, 'mariadb-docker'), to: '/var/lib/mysql' },
  };
  const started = isInDocker ? await startContainer('mariadb', at, container, log) : await startInstalled(folder, at, password, log);
  const serverUrl = `mysql://${isInDocker ? 'root' : account}:${password}@127.0.0.1:${at}/`;
  await until('MariaDB', () => answers(serverUrl), 120_000, { child: started.child, log });
  return { ...started, port: at, serverUrl, createDatabase: (name) => createDatabase(serverUrl, name) };
};
