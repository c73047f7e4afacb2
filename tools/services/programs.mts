import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ToolError } from '../lifecycle.mts';
import { say } from '../say.mts';

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** Path of the first of these programs; servers often live outside a user's PATH. */
export const findProgram = (...names: string[]): string | null => {
  const directories = [...(process.env.PATH ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin', '/usr/libexec'];
  const paths = names.flatMap((name) => directories.filter((directory) => directory !== '').map((directory) => join(directory, name)));
  return paths.find(isExecutable) ?? null;
};

/** The command that the kernel ends with `signal` when this process dies without having ended it. */
export const boundToUs = (command: string, args: readonly string[], signal: 'KILL' | 'TERM' = 'KILL'): [string, string[]] => {
  const setpriv = findProgram('setpriv');
  // setpriv replaces itself by the command, so the process id is the command's own.
  return setpriv ? [setpriv, ['--pdeathsig', signal, '--', command, ...args]] : [command, [...args]];
};

/** Runs a program to its end. @throws ToolError with the end of its output. */
export const runProgram = async (
  what: string,
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> => {
  const child = spawn(...boundToUs(command, args), { stdio: ['ignore', 'pipe', 'pipe'], env });
  let [text, all] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    all = (all + chunk.toString()).slice(-3000);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    all = (all + chunk.toString()).slice(-3000);
  });
  const code = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code === 0) return text;
  throw new ToolError(`${what} failed (exit ${String(code)}):\n${all}`);
};

const asRoot = (): string[] | null => {
  if (process.getuid?.() === 0) return [];
  const sudo = findProgram('sudo');
  if (!sudo) return null;
  if (spawnSync(sudo, ['-n', 'true']).status === 0) return [sudo, '-n'];
  return process.stdin.isTTY ? [sudo] : null;
};

/** True where packages can be installed with apt. */
export const hasApt = (): boolean => findProgram('apt-get') !== null && asRoot() !== null;

/** Installs Debian packages, telling how long it takes. */
export const aptInstall = async (packages: readonly string[]): Promise<void> => {
  const prefix = asRoot() ?? [];
  const began = Date.now();
  say(`installing ${packages.join(', ')} with apt (about a minute)`);
  const alive = setInterval(() => say(`apt: ${Math.round((Date.now() - began) / 1000)} s so far`), 15_000);
  const apt = async (...args: string[]) => {
    const [command = 'env', ...rest] = [
      ...prefix,
      'env',
      'DEBIAN_FRONTEND=noninteractive',
      'apt-get',
      '-qq',
      '-o',
      'DPkg::Lock::Timeout=300',
      ...args,
    ];
    await runProgram(`apt-get ${args[0] ?? ''}`, command, rest);
  };
  try {
    // Lists may be stale in part and still good enough: the install decides.
    await apt('update').catch((error: unknown) => say(`apt-get update: ${error instanceof Error ? error.message : String(error)}`));
    await apt('install', '-y', '--no-install-recommends', ...packages);
  } finally {
    clearInterval(alive);
  }
};
