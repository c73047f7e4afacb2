// Everything under tools/bootstrap runs on Node 20 with nothing installed: no packages, no TypeScript.
import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const stateDirectory = join(root, '.millrace');

export const say = (text) => process.stderr.write(`· ${text}\n`);

/** Thrown for what the reader can mend; printed without a stack. */
export class SetupError extends Error {}

/** The environment without what `npm run` adds, which would redirect a nested npm. */
export const cleanEnvironment = (nodeDirectory) => {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^npm_(package|lifecycle|command|execpath|node_execpath|config_(prefix|local_prefix|global_prefix|noproxy))/.test(name),
  );
  const environment = Object.fromEntries(kept);
  if (nodeDirectory) environment.PATH = `${nodeDirectory}${delimiter}${environment.PATH ?? ''}`;
  return environment;
};

/** The script of the npm that belongs to this machine, so that any Node can run it. */
export const npmScript = () => {
  const fromPath = (process.env.PATH ?? '').split(delimiter).map((directory) => join(directory, 'npm'));
  const candidates = [
    process.env.npm_execpath,
    join(dirname(process.execPath), '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    ...fromPath.filter((path) => existsSync(path)).map((path) => realpathSync(path)),
    '/usr/share/nodejs/npm/bin/npm-cli.js',
  ];
  const found = candidates.find((path) => path?.endsWith('npm-cli.js') && existsSync(path));
  if (!found) throw new SetupError('npm was not found; install Node with npm, version 20 or newer.');
  return found;
};

/** Runs a slow command with its output in a log; says now and then that it lives, and shows the end of the log if it fails. */
export const runLogged = async (what, command, args, options = {}) => {
  const log = join(stateDirectory, 'logs', 'setup.log');
  mkdirSync(dirname(log), { recursive: true });
  const began = Date.now();
  let output = '';
  appendFileSync(log, `\n# ${what}: ${command} ${args.join(' ')}\n`);
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...options });
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output = (output + chunk).slice(-4000);
      appendFileSync(log, chunk);
    });
  const alive = setInterval(() => say(`${what}: ${Math.round((Date.now() - began) / 1000)} s so far`), 20_000);
  const stop = () => child.kill('SIGTERM');
  process.once('exit', stop);
  try {
    const code = await new Promise((done, failed) => child.once('error', failed).once('close', done));
    if (code !== 0) throw new SetupError(`${what} failed (exit ${code}); the end of ${log}:\n${output}`);
  } finally {
    clearInterval(alive);
    process.off('exit', stop);
  }
};

export const versionOf = (node) => {
  const { status, stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
};

const stampPath = (name) => join(stateDirectory, 'stamps', name);

export const hasStamp = (name, value) => existsSync(stampPath(name)) && readFileSync(stampPath(name), 'utf8') === value;

export const setStamp = (name, value) => {
  mkdirSync(dirname(stampPath(name)), { recursive: true });
  writeFileSync(stampPath(name), value);
};

export const clearStamp = (name) => rmSync(stampPath(name), { force: true });

const isAlive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};

/** Runs one setup at a time; a lock whose owner has died is taken over. */
export const underLock = async (work) => {
  const lock = join(stateDirectory, 'setup.lock');
  mkdirSync(stateDirectory, { recursive: true });
  for (let waited = 0; ; waited += 1) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const owner = existsSync(lock) ? Number(readFileSync(lock, 'utf8')) : 0;
    // An empty lock is one being written just now; it is stale only if it stays so.
    if (owner > 0 ? !isAlive(owner) : waited > 25) rmSync(lock, { force: true });
    else {
      if (waited === 5) say(`waiting for the setup of process ${owner}`);
      await sleep(200);
    }
  }
  const unlock = () => rmSync(lock, { force: true });
  process.once('exit', unlock);
  try {
    return await work();
  } finally {
    unlock();
    process.off('exit', unlock);
  }
};
