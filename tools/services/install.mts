import { spawnSync } from 'node:child_process';
import { hasCommand, say } from './processes.mts';

const isRoot = process.getuid?.() === 0;
let updated = false;

const apt = (args: readonly string[]): boolean => {
  const command = isRoot ? ['apt-get', ...args] : ['sudo', '-n', 'apt-get', ...args];
  const done = spawnSync(command[0] ?? '', command.slice(1), {
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (done.status !== 0) process.stderr.write(done.stderr);
  return done.status === 0;
};

/** Installs Debian packages unless `command` is there already. @throws with what to do where that cannot be done */
export const ensureCommand = (command: string, packages: readonly string[]): void => {
  if (hasCommand(command)) return;
  const byHand = `Install ${packages.join(' ')} yourself, or name running services by DATABASE_URL and REDIS_URL.`;
  if (!hasCommand('apt-get')) throw new Error(`${command} is not installed, and there is no apt-get to install it. ${byHand}`);
  say(`installing ${packages.join(', ')} …`);
  if (!updated) updated = apt(['update', '-qq']);
  if (!apt(['install', '-y', '-qq', '--no-install-recommends', ...packages]))
    throw new Error(`${command} could not be installed. ${byHand}`);
};
