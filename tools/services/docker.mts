import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ToolError, type Cleanup } from '../lifecycle.mts';
import { findProgram, runProgram } from './programs.mts';
import { freePorts } from './ports.mts';

/** True where a Docker engine answers. */
export const hasDocker = (): boolean => {
  const docker = findProgram('docker');
  return docker !== null && spawnSync(docker, ['version', '--format', '{{.Server.Version}}'], { timeout: 10_000 }).status === 0;
};

export interface Container {
  readonly image: string;
  readonly port: number;
  readonly environment?: Readonly<Record<string, string>>;
  readonly command?: readonly string[];
  /** Folder of this machine that holds its data, and where the container expects it. */
  readonly data?: { readonly from: string; readonly to: string };
}

/** The arguments of `docker run` for a container of ours, reachable from this machine only. */
export const dockerArguments = (
  name: string,
  port: number,
  { image, environment = {}, command = [], data, port: inside }: Container,
): string[] => [
  ...['run', '--detach', '--rm', '--name', name, '--publish', `127.0.0.1:${port}:${inside}`],
  ...Object.entries(environment).flatMap(([key, value]) => ['--env', `${key}=${value}`]),
  ...(data ? ['--volume', `${data.from}:${data.to}`] : []),
  image,
  ...command,
];

/** Starts a container and returns its port on this machine. It goes with us, even if we are killed: its watcher reads our pipe. */
export const startContainer = async (service: string, container: Container, cleanup: Cleanup): Promise<number> => {
  const name = `millrace-${service}-${randomBytes(4).toString('hex')}`;
  const [port = 0] = await freePorts(1);
  const watcher = spawn(
    'sh',
    ['-c', 'cat >/dev/null; docker stop --time 10 "$0" >/dev/null 2>&1; docker rm -f "$0" >/dev/null 2>&1', name],
    {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    },
  );
  cleanup.add(async () => {
    const ended = new Promise((resolve) => watcher.once('exit', resolve));
    watcher.stdin.end();
    await ended;
  });
  await runProgram(`starting ${container.image} in Docker`, 'docker', dockerArguments(name, port, container));
  return port;
};

/** Waits for a container that says nothing about being ready. */
export const waitFor = async (what: string, isReady: () => Promise<boolean>, seconds: number): Promise<void> => {
  const deadline = Date.now() + seconds * 1000;
  while (!(await isReady().catch(() => false))) {
    if (Date.now() > deadline) throw new ToolError(`${what} was not ready within ${seconds} s`);
    await sleep(250);
  }
};
