#!/usr/bin/env node
// Stands in for `docker` where no engine is: takes the command lines that tools/services/docker.mts writes, no others, and runs the
// machine's own Redis or MariaDB as the container would. DOCKER_STAND_IN names a folder: a file for each container, and a log of calls.
import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const home = process.env.DOCKER_STAND_IN;
const [command, ...rest] = process.argv.slice(2);
appendFileSync(join(home, 'calls'), `${JSON.stringify(process.argv.slice(2))}\n`);
const fail = (text) => {
  process.stderr.write(`docker: ${text}\n`);
  process.exit(125);
};
const pidFile = (name) => join(home, `${name}.pid`);
const kill = (name, signal) => {
  if (!existsSync(pidFile(name))) fail(`No such container: ${name}`);
  const pid = Number(readFileSync(pidFile(name), 'utf8'));
  try {
    process.kill(pid, signal);
    while (true) {
      process.kill(pid, 0);
      spawnSync('sleep', ['0.05']);
    }
  } catch {
    rmSync(pidFile(name), { force: true });
  }
};

/** Some machines have the server of Redis under another name only; it goes by the one that it is called by. */
const programFor = (name) => {
  const isThere = (program) => (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, program)));
  return name === 'redis-server' && !isThere(name) ? 'redis-check-rdb' : name;
};

const run = (args) => {
  const [flags, valued] = [new Set(['--rm']), new Set(['--name', '--label', '--publish', '--user', '--env', '--volume'])];
  const given = {};
  while (args[0]?.startsWith('--')) {
    const flag = args.shift();
    if (flags.has(flag)) continue;
    if (!valued.has(flag)) fail(`unknown flag: ${flag}`);
    (given[flag] ??= []).push(args.shift());
  }
  const [image, ...inside] = args;
  const [, host, port, target] = /^([\d.]+):(\d+):(\d+)$/.exec(given['--publish'][0]) ?? fail('bad --publish');
  const [from, to] = given['--volume'][0].split(':');
  const servers = {
    'redis:': () => {
      if (target !== '6379' || to !== '/data') fail('not what the image of Redis offers');
      return ['redis-server', '--port', port, '--bind', host, '--dir', from, ...inside.slice(1)];
    },
    'mariadb:': () => {
      const [password] = (given['--env'] ?? []).map((name) => process.env[name]);
      if (target !== '3306' || to !== '/var/lib/mysql' || !password) fail('not what the image of MariaDB needs');
      const asRoot = process.getuid() === 0 ? ['--user=root'] : [];
      if (!existsSync(join(from, 'mysql'))) spawnSync('mariadb-install-db', ['--no-defaults', `--datadir=${from}`, ...asRoot]);
      const first = join(home, 'first.sql');
      const user = "root@'127.0.0.1'";
      writeFileSync(first, `CREATE OR REPLACE USER ${user} IDENTIFIED BY '${password}';\nGRANT ALL ON *.* TO ${user} WITH GRANT OPTION;\n`);
      const place = [`--datadir=${from}`, `--port=${port}`, `--bind-address=${host}`, '--socket=s', '--skip-name-resolve'];
      return ['mariadbd', '--no-defaults', ...place, `--init-file=${first}`, ...asRoot, ...inside];
    },
  };
  const server = Object.entries(servers).find(([prefix]) => image.startsWith(prefix)) ?? fail(`Unable to find image ${image}`);
  const [program, ...own] = server[1]();
  // Like a container, it is no child of ours: who kills the client does not end it.
  const child = spawn(programFor(program), own, { argv0: program, detached: true, stdio: ['ignore', 'inherit', 'inherit'] });
  writeFileSync(pidFile(given['--name'][0]), String(child.pid));
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('exit', (code) => {
    rmSync(pidFile(given['--name'][0]), { force: true });
    process.exit(code ?? 137);
  });
};

if (command === 'version') process.stdout.write('28.0.0\n');
else if (command === 'image' && rest[0] === 'inspect') process.exit(existsSync(join(home, 'pulled')) ? 0 : 1);
else if (command === 'pull' && rest[0] === '--quiet') writeFileSync(join(home, 'pulled'), '');
else if (command === 'stop' && rest[0] === '-t') kill(rest[2], 'SIGTERM');
else if (command === 'rm' && rest[0] === '--force' && rest[1] === '--volumes') kill(rest[2], 'SIGKILL');
else if (command === 'run') run(rest);
else fail(`unknown command: ${process.argv.slice(2).join(' ')}`);
