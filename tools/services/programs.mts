import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { atEnd, isEnding, ToolError } from '../lifecycle.mts';
import { say } from '../say.mts';

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** The path of a program; servers often live outside a user's PATH. */
export const findProgram = (name: string): string | null => {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin'];
  return (
    folders
      .filter((folder) => folder !== '')
      .map((folder) => join(folder, name))
      .find(isExecutable) ?? null
  );
};

/** The command that the kernel ends with `signal` when this process dies without having ended it. */
export const boundToUs = (command: string, args: readonly string[], signal: 'KILL' | 'TERM' = 'KILL'): [string, string[]] => {
  const setpriv = findProgram('setpriv');
  return setpriv === null ? [command, [...args]] : [setpriv, ['--pdeathsig', signal, '--', command, ...args]];
};

interface RunOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly timeout?: number;
  readonly stdin?: 'ignore' | 'inherit';
  /** What it makes is thrown away when we are interrupted: it is out of a Ctrl-C's reach, and killed with all that it has started. */
  readonly isDisposable?: boolean;
}

/** Kills a process and all that it has started, as far as they stayed in its group. */
export const killGroup = (pid: number | undefined): void => {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody is left in it.
  }
};

/** Runs a program to its end and answers what it printed. It is ended with us. @throws ToolError with the end of its output */
export const runProgram = async (
  what: string,
  command: string,
  args: readonly string[],
  { env = process.env, timeout, stdin = 'ignore', isDisposable = false }: RunOptions = {},
): Promise<string> => {
  // Others may be what ends what we have started.
  if (isDisposable && isEnding()) throw new ToolError('stopped');
  const child = spawn(...boundToUs(command, args), { stdio: [stdin, 'pipe', 'pipe'], env, timeout, detached: isDisposable });
  const ended = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  const forget = atEnd(async () => {
    if (isDisposable) killGroup(child.pid);
    else child.kill('SIGTERM');
    await ended.catch(() => null);
  });
  let [output, all] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    all = (all + chunk.toString()).slice(-3000);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    all = (all + chunk.toString()).slice(-3000);
  });
  const code = await ended.finally(forget);
  if (code === 0) return output;
  if (isEnding()) throw new ToolError('stopped');
  throw new ToolError(`${what} failed${code === null ? '' : ` (exit ${code})`}:\n${all}`);
};

/** True where a program can be run to a good end. */
export const succeeds = (command: string, args: readonly string[], timeout = 10_000): Promise<boolean> =>
  runProgram(command, command, args, { timeout }).then(
    () => true,
    () => false,
  );

/** What turns a command into one of root's; null where we cannot become root. */
const asRoot = async (): Promise<string[] | null> => {
  if (process.getuid?.() === 0) return [];
  const sudo = findProgram('sudo');
  if (sudo === null) return null;
  if (await succeeds(sudo, ['-n', 'true'])) return [sudo, '-n'];
  // A person may answer it.
  return process.stdin.isTTY ? [sudo] : null;
};

export const hasApt = async (): Promise<boolean> => findProgram('apt-get') !== null && (await asRoot()) !== null;

/** Installs Debian packages, telling now and then that it is still at it. @throws ToolError */
export const aptInstall = async (packages: readonly string[]): Promise<void> => {
  const prefix = (await asRoot()) ?? [];
  const began = Date.now();
  say(`installing ${packages.join(', ')} with apt …`);
  const patience = setInterval(() => say(`apt is at it for ${Math.round((Date.now() - began) / 1000)} s`), 20_000);
  const apt = (...args: string[]) => {
    const quiet = ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq', '-o', 'DPkg::Lock::Timeout=300'];
    const [command = 'env', ...rest] = [...prefix, ...quiet, ...args];
    return runProgram(`apt-get ${args[0] ?? ''}`, command, rest, { stdin: 'inherit' });
  };
  try {
    // Lists that are stale in part may be good enough: the install decides.
    await apt('update').catch((error: unknown) => say(error instanceof Error ? error.message : String(error)));
    await apt('install', '-y', '--no-install-recommends', ...packages);
  } finally {
    clearInterval(patience);
  }
};
