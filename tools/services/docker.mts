import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { atEnd } from '../lifecycle.mts';
import { say } from '../say.mts';
import { start, type Started } from './processes.mts';
import { findProgram, runProgram, succeeds } from './programs.mts';

/** A server in a container. */
export interface Container {
  readonly image: string;
  /** That it listens on, inside. */
  readonly port: number;
  readonly command?: readonly string[];
  /** Its data: a folder of this machine, and where the container expects it. */
  readonly data: { readonly from: string; readonly to: string };
  /** Names of variables that it is given from our own environment, so that no value stands in a command line. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** True where a Docker engine answers; a client alone is none. */
export const hasDocker = async (): Promise<boolean> =>
  findProgram('docker') !== null && (await succeeds('docker', ['version', '--format', '{{.Server.Version}}']));

/**
 * The arguments of `docker run`: in the foreground, gone with its data's folder kept, reachable from this machine only. `owner` is the
 * account that the files of `data` belong to; root leaves the choice to the image, which steps down by itself.
 */
export const dockerArguments = (
  name: string,
  port: number,
  { image, command = [], data, environment = {}, port: inside }: Container,
  owner: { readonly uid: number; readonly gid: number },
): string[] => [
  ...['run', '--rm', '--name', name, '--label', 'millrace=1'],
  ...['--publish', `127.0.0.1:${port}:${inside}`],
  ...(owner.uid === 0 ? [] : ['--user', `${owner.uid}:${owner.gid}`]),
  ...Object.keys(environment).flatMap((variable) => ['--env', variable]),
  ...['--volume', `${data.from}:${data.to}`],
  image,
  ...command,
];

/** Ends the container when the pipe that it reads is closed: by us, or by the kernel when we were killed. */
const guard = (name: string): (() => Promise<void>) => {
  const script = 'cat >/dev/null; docker rm --force --volumes "$0" >/dev/null 2>&1';
  const watcher = spawn('/bin/sh', ['-c', script, name], { detached: true, stdio: ['pipe', 'ignore', 'ignore'], env: process.env });
  const ended = new Promise<void>((resolve) => watcher.once('exit', () => resolve()));
  return async () => {
    watcher.stdin.end();
    await ended;
  };
};

/** Starts a server in a container of its own, which ends with us however we end. */
export const startContainer = async (service: string, port: number, container: Container, log: string): Promise<Started> => {
  if (!(await succeeds('docker', ['image', 'inspect', container.image]))) {
    say(`fetching ${container.image} …`);
    await runProgram(`fetching ${container.image}`, 'docker', ['pull', '--quiet', container.image]);
  }
  mkdirSync(container.data.from, { recursive: true });
  const name = `millrace-${service}-${randomBytes(4).toString('hex')}`;
  const remove = guard(name);
  const forget = atEnd(remove);
  const owner = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  const { child } = start('docker', dockerArguments(name, port, container, owner), {
    log,
    env: { ...process.env, ...container.environment },
  });
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    const ended = child.exitCode !== null || child.signalCode !== null ? null : new Promise((resolve) => child.once('exit', resolve));
    if (ended && signal !== 'SIGKILL') await succeeds('docker', ['stop', '-t', '20', name], 40_000);
    await remove();
    await ended;
    forget();
  };
  return { child, stop };
};
