import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { Daemon } from './daemon.mts';
import { startContainer, waitFor } from './docker.mts';
import { freePorts } from './ports.mts';
import { findProgram, runProgram } from './programs.mts';
import type { Service } from './service.mts';

/** An address under which the account may make databases. */
export interface DatabaseAccess {
  readonly url: string;
}

const user = 'millrace';
const urlOf = (port: number, password: string) => `mysql://${user}${password === '' ? '' : `:${password}`}@127.0.0.1:${port}/`;

const answers = async (url: string): Promise<boolean> => {
  const connection = await createConnection({ uri: url, connectTimeout: 2000 });
  await connection.query('SELECT 1');
  await connection.end();
  return true;
};

const server = () => findProgram('mariadbd', 'mysqld');
const isMariaDb = (path: string) => spawnSync(path, ['--no-defaults', '--version'], { encoding: 'utf8' }).stdout.includes('MariaDB');
// A server started by root has to be told that root is meant.
const asUser = () => (process.getuid?.() === 0 ? [`--user=${userInfo().username}`] : []);

const makeDataDirectory = async (program: string, data: string): Promise<void> => {
  if (existsSync(join(data, 'mysql'))) return;
  rmSync(data, { recursive: true, force: true });
  mkdirSync(dirname(data), { recursive: true, mode: 0o700 });
  const installer = isMariaDb(program) ? findProgram('mariadb-install-db', 'mysql_install_db') : null;
  const flags = ['--auth-root-authentication-method=normal', '--skip-test-db'];
  if (installer) await runProgram('mariadb-install-db', installer, ['--no-defaults', `--datadir=${data}`, ...asUser(), ...flags]);
  else await runProgram('mysqld --initialize', program, ['--no-defaults', '--initialize-insecure', `--datadir=${data}`, ...asUser()]);
};

/** Run by the server at each start: one account of ours over TCP, root through the private socket only. */
export const initialStatements = (password: string): string =>
  [
    `CREATE USER IF NOT EXISTS '${user}'@'127.0.0.1' IDENTIFIED BY '${password}';`,
    `ALTER USER '${user}'@'127.0.0.1' IDENTIFIED BY '${password}';`,
    `GRANT ALL ON *.* TO '${user}'@'127.0.0.1';`,
    "DROP USER IF EXISTS 'root'@'127.0.0.1', 'root'@'::1';",
    '',
  ].join('\n');

/** MariaDB, or MySQL where that is what the machine has. */
export const mariadb: Service<DatabaseAccess> = {
  name: 'mariadb',
  packages: ['mariadb-server-core'],
  isInstalled: () => server() !== null,
  async start({ directory, cleanup, durable, password = '' }) {
    const program = server() ?? 'mariadbd';
    const data = join(directory, 'mariadb');
    await makeDataDirectory(program, data);
    // The path of a socket may have 107 characters, fewer than a project's folder may take.
    const runtime = mkdtempSync('/tmp/millrace-');
    cleanup.add(() => rmSync(runtime, { recursive: true, force: true }));
    const initFile = join(runtime, 'init.sql');
    writeFileSync(initFile, initialStatements(password), { mode: 0o600 });
    const [port = 0] = await freePorts(1);
    const own = isMariaDb(program) ? ['--innodb-log-file-size=64M'] : ['--mysqlx=OFF'];
    const pace = durable ? [] : ['--innodb-flush-log-at-trx-commit=0', '--innodb-doublewrite=0', '--sync-binlog=0'];
    const place = [`--datadir=${data}`, `--socket=${runtime}/db.sock`, `--pid-file=${runtime}/db.pid`, `--init-file=${initFile}`];
    const network = [`--port=${port}`, '--bind-address=127.0.0.1', '--skip-name-resolve', '--max-connections=500'];
    const rest = ['--skip-log-bin', '--character-set-server=utf8mb4', '--innodb-buffer-pool-size=128M', '--performance-schema=OFF'];
    const daemon = new Daemon({
      name: 'mariadb',
      command: program,
      args: ['--no-defaults', ...asUser(), ...place, ...network, ...rest, ...own, ...pace],
      logFile: join(directory, 'logs', 'mariadb.log'),
      ifOrphaned: durable ? 'TERM' : 'KILL',
    });
    cleanup.add(() => daemon.stop(60));
    const url = urlOf(port, password);
    await daemon.ready(() => answers(url), 60);
    rmSync(initFile);
    return { url };
  },
  async startInDocker({ directory, cleanup, durable, password = '' }) {
    const data = join(directory, 'mysql-docker');
    if (durable) mkdirSync(data, { recursive: true });
    const environment: Record<string, string> = password === '' ? { MYSQL_ALLOW_EMPTY_PASSWORD: '1' } : { MYSQL_ROOT_PASSWORD: password };
    const container = { image: 'mysql:8', port: 3306, environment, ...(durable && { data: { from: data, to: '/var/lib/mysql' } }) };
    const port = await startContainer('mysql', container, cleanup);
    const url = urlOf(port, password).replace(user, 'root');
    await waitFor('mysql in Docker', () => answers(url), 180);
    return { url };
  },
};
