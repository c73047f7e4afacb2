import type { Failure, Progress } from '@millrace/contracts';
import type { ChildExit } from '@millrace/jobs';
import { fork, type ChildProcess } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import type { ChildMessage, ChildResult, ChildTask } from '../child/protocol';
import { anonymousBytes } from './process-memory';

export interface ChildOptions {
  readonly script: string;
  readonly task: ChildTask;
  /** The reservation: the child's limit of anonymous memory, in bytes. */
  readonly memoryBytes: number;
  readonly threads: number;
  readonly timeoutMs: number;
  readonly onProgress: (progress: Progress) => void;
}

export interface ChildEnd {
  readonly exit: ChildExit;
  readonly result: ChildResult | null;
  /** Highest anonymous memory that was seen. */
  readonly peakBytes: number | null;
  readonly startMs: number;
}

/** Node itself, before the engine has a byte: taken on top of the reservation, since it is there in an idle child too. */
const baselineBytes = 160 * 1024 * 1024;
const sampleEveryMs = 100;
const stderrKept = 8192;

const executable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};
const prlimit = '/usr/bin/prlimit';
const setpriv = '/usr/bin/setpriv';

/** Wraps the child so that the kernel enforces its limit and ends it with its parent, however that one ends. */
const launcher = (memoryBytes: number): { execPath: string; execArgv: string[] } => {
  const wrapped = [
    ...(executable(setpriv) ? [setpriv, '--pdeathsig', 'KILL', '--'] : []),
    ...(executable(prlimit) ? [prlimit, `--data=${memoryBytes + baselineBytes}`] : []),
    process.execPath,
    '--enable-source-maps',
  ];
  const [execPath = process.execPath, ...execArgv] = wrapped;
  return { execPath, execArgv };
};

/** One child for one job: started for it, limited to its reservation, and gone after it. */
export class JobChild {
  private readonly child: ChildProcess;
  private readonly startedAt = performance.now();
  private killedFor: ChildExit['killedFor'] = null;
  private fault: Failure | null = null;
  private result: ChildResult | null = null;
  private stderr = '';
  private peakBytes: number | null = null;
  private startMs = 0;
  readonly ended: Promise<ChildEnd>;

  constructor(private readonly options: ChildOptions) {
    const { script, threads, memoryBytes } = options;
    const env = {
      PATH: '/usr/bin:/bin',
      NODE_ENV: 'production',
      POLARS_MAX_THREADS: String(threads),
      MALLOC_ARENA_MAX: '1',
      POLARS_TEMP_DIR: options.task.outputDir,
      NODE_COMPILE_CACHE: '/tmp/millrace-compile-cache',
    };
    this.child = fork(script, [], { ...launcher(memoryBytes), env, stdio: ['ignore', 'ignore', 'pipe', 'ipc'], serialization: 'advanced' });
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr = (this.stderr + text).slice(-stderrKept);
    });
    this.child.on('message', (message: ChildMessage) => {
      this.receive(message);
    });
    this.ended = this.watch();
  }

  /** Ends the child at once; why decides what its exit means. */
  kill(why: NonNullable<ChildExit['killedFor']>): void {
    this.killedFor ??= why;
    this.child.kill('SIGKILL');
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  private receive(message: ChildMessage): void {
    if (message.type === 'ready') {
      this.startMs = Math.round(performance.now() - this.startedAt);
      this.child.send(this.options.task);
    } else if (message.type === 'progress') this.options.onProgress(message.progress);
    else if (message.type === 'result') this.result = message.result;
    else this.fault = message.failure;
  }

  private async watch(): Promise<ChildEnd> {
    const timeout = setTimeout(() => {
      this.kill('timeout');
    }, this.options.timeoutMs);
    const sampler = setInterval(() => void this.sample(), sampleEveryMs);
    const [code, signal] = await new Promise<[number | null, string | null]>((resolve) => {
      this.child.once('error', (error) => {
        this.stderr += error.message;
        resolve([1, null]);
      });
      this.child.once('close', (exitCode, exitSignal) => {
        resolve([exitCode, exitSignal]);
      });
    });
    clearTimeout(timeout);
    clearInterval(sampler);
    const exit = { code, signal, stderr: this.stderr, fault: this.fault, hasResult: this.result !== null, killedFor: this.killedFor };
    return { exit, result: this.result, peakBytes: this.peakBytes, startMs: this.startMs };
  }

  private async sample(): Promise<void> {
    if (this.child.pid === undefined) return;
    const bytes = await anonymousBytes(this.child.pid);
    if (bytes === null) return;
    this.peakBytes = Math.max(this.peakBytes ?? 0, bytes);
    // Where the kernel's own limit is in force, this one is never reached.
    if (bytes > (this.options.memoryBytes + baselineBytes) * 1.05) this.kill('memory');
  }
}
