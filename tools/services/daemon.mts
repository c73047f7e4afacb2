import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ToolError } from '../lifecycle.mts';
import { boundToUs } from './programs.mts';

export interface DaemonOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly logFile: string;
  readonly env?: NodeJS.ProcessEnv;

  /** What the kernel sends it if this process dies without stopping it. */
  readonly ifOrphaned?: 'KILL' | 'TERM';
}

/** A server of ours: out of the terminal's process group, so that Ctrl-C reaches it through us, and never outliving us. */
export class Daemon {
  private readonly options: DaemonOptions;
  private readonly child: ChildProcess;
  private failure: Error | null = null;
  readonly ended: Promise<void>;

  constructor(options: DaemonOptions) {
    this.options = options;
    const { command, args, logFile, env, ifOrphaned = 'KILL' } = options;
    mkdirSync(dirname(logFile), { recursive: true });
    const log = openSync(logFile, 'a');
    const bound = boundToUs(command, args, ifOrphaned);
    this.child = spawn(...bound, { stdio: ['ignore', log, log], env: env ?? process.env, detached: true });
    closeSync(log);
    this.ended = new Promise((resolve) => {
      this.child.once('error', (error) => {
        this.failure = error;
        resolve();
      });
      this.child.once('exit', () => {
        resolve();
      });
    });
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  get hasEnded(): boolean {
    return this.failure !== null || this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** How it ended, for people. */
  get exit(): string {
    return this.failure?.message ?? this.child.signalCode ?? `exit ${String(this.child.exitCode)}`;
  }

  /** The last lines that it wrote. */
  logTail(bytes = 2000): string {
    return readFileSync(this.options.logFile, 'utf8').slice(-bytes);
  }

  /** Waits until `isReady`; a daemon that ends first is an error that shows its log. */
  async ready(isReady: () => Promise<boolean>, seconds: number): Promise<void> {
    const deadline = Date.now() + seconds * 1000;
    while (!(await isReady().catch(() => false))) {
      if (this.hasEnded) throw new ToolError(`${this.options.name} did not start (${this.exit}):\n${this.logTail()}`);
      if (Date.now() > deadline) throw new ToolError(`${this.options.name} was not ready within ${seconds} s:\n${this.logTail()}`);
      await sleep(50);
    }
  }

  signal(signal: NodeJS.Signals): void {
    try {
      process.kill(-this.pid, signal);
    } catch {
      // It has ended meanwhile.
    }
  }

  /** Asks it to end, and makes it end when it has not within `seconds`; 0 does not ask. */
  async stop(seconds = 10): Promise<void> {
    if (this.hasEnded) return;
    if (seconds > 0) this.child.kill('SIGTERM');
    const patience = setTimeout(() => this.signal('SIGKILL'), seconds * 1000);
    await this.ended;
    clearTimeout(patience);
  }
}
