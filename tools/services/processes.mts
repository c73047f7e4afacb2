import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { atEnd, isEnding, ToolError } from '../lifecycle.mts';
import { boundToUs, killGroup } from './programs.mts';

export { say } from '../say.mts';
export { freePort } from './ports.mts';

export interface Started {
  readonly child: ChildProcess;
  readonly stop: (signal?: NodeJS.Signals) => Promise<void>;
}

interface StartOptions {
  readonly log: string;
  readonly env?: NodeJS.ProcessEnv;
  /** How it is ended where this process ends without having stopped it: killed, unless it has something to finish. */
  readonly atEnd?: 'SIGKILL' | 'SIGTERM';
}

const patienceMs = 60_000;

/**
 * Starts a program whose output goes to a file. It leads a group of its own, so that Ctrl-C reaches it through us and in our order, and
 * it ends with this process, however that ends.
 */
export const start = (
  command: string,
  args: readonly string[],
  { log, env = process.env, atEnd: lastSignal = 'SIGKILL' }: StartOptions,
): Started => {
  if (isEnding()) throw new ToolError('stopped');
  mkdirSync(dirname(log), { recursive: true });
  const out = openSync(log, 'a');
  const child = spawn(...boundToUs(command, args, lastSignal === 'SIGKILL' ? 'KILL' : 'TERM'), {
    stdio: ['ignore', out, out],
    env: { ...env, PATH: `${env['PATH'] ?? process.env['PATH'] ?? ''}:/usr/sbin:/sbin` },
    detached: true,
  });
  closeSync(out);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()).once('error', () => resolve()));
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
    child.kill(signal);
    const patience = setTimeout(() => child.kill('SIGKILL'), patienceMs);
    await ended;
    clearTimeout(patience);
  };
  const forget = atEnd(async () => {
    await stop(lastSignal);
    killGroup(child.pid);
  });
  void ended.then(forget);
  return { child, stop };
};

/** Waits for a condition. @throws ToolError when it does not hold in time, or when `child` ends first: with the end of its log */
export const until = async (
  what: string,
  condition: () => Promise<boolean> | boolean,
  milliseconds = 30_000,
  started?: { readonly child: ChildProcess; readonly log: string },
): Promise<void> => {
  const end = Date.now() + milliseconds;
  const logOf = () => (started ? `:\n${readFileSync(started.log, 'utf8').slice(-2000)}` : '');
  while (Date.now() < end) {
    if (isEnding()) throw new ToolError('stopped');
    const hasEnded = started && (started.child.exitCode !== null || started.child.signalCode !== null);
    if (await condition()) return;
    if (hasEnded) throw new ToolError(`${what} ended (${started.child.signalCode ?? `exit ${String(started.child.exitCode)}`})${logOf()}`);
    await sleep(50);
  }
  throw new ToolError(`${what} did not come up within ${milliseconds / 1000} s${logOf()}`);
};
