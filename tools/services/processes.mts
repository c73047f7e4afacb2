import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A port that nobody listens on. */
export const freePort = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
};

export const hasCommand = (name: string): boolean =>
  spawnSync('/bin/sh', ['-c', `command -v ${name}`], {
    stdio: 'ignore',
    env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` },
  }).status === 0;

const children = new Set<ChildProcess>();
const pdeathsig = existsSync('/usr/bin/setpriv') ? ['/usr/bin/setpriv', '--pdeathsig', 'KILL', '--'] : [];

export interface Started {
  readonly child: ChildProcess;
  readonly stop: (signal?: NodeJS.Signals) => Promise<void>;
}

interface StartOptions {
  readonly log: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Outlives this process. */
  readonly detached?: boolean;
}

/** Starts a program whose output goes to a file. It ends with this process, however that ends, unless it is detached. */
export const start = (command: string, args: readonly string[], { log, env = process.env, detached = false }: StartOptions): Started => {
  mkdirSync(dirname(log), { recursive: true });
  const out = openSync(log, 'a');
  const [program = command, ...rest] = [...(detached ? [] : pdeathsig), command, ...args];
  const child = spawn(program, rest, {
    stdio: ['ignore', out, out],
    env: { ...env, PATH: `${env.PATH ?? process.env.PATH}:/usr/sbin:/sbin` },
    detached,
  });
  closeSync(out);
  children.add(child);
  child.once('exit', () => children.delete(child));
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await Promise.race([ended, sleep(60_000).then(() => child.kill('SIGKILL'))]);
  };
  return { child, stop };
};

export const until = async (what: string, condition: () => Promise<boolean> | boolean, milliseconds = 30_000): Promise<void> => {
  const end = Date.now() + milliseconds;
  while (Date.now() < end) {
    if (await condition()) return;
    await sleep(50);
  }
  throw new Error(`${what} did not come up within ${milliseconds / 1000} s`);
};

export const say = (text: string): void => void process.stderr.write(`millrace: ${text}\n`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    for (const child of children) child.kill('SIGTERM');
    setTimeout(() => process.exit(130), 3000);
  });
}
