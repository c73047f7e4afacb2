import { fork, type ChildProcess } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { setPriority } from 'node:os';
import { Fault, type Failure, type Progress } from '@millrace/contracts';
import type { ChildExit } from '@millrace/jobs';
import { childMessageSchema, type ChildRequest, type ChildResult } from '../child/protocol';
import { childCommand } from './child-command';
import type { ChildLimits } from './child-limits';
import { kernelKills } from './kernel-kills';
import { MemoryWatch } from './memory-watch';
import { StderrTail } from './stderr-tail';

export interface JobChildOptions {
  /** Script that speaks the child protocol. */
  readonly script: string;
  readonly limits: ChildLimits;
  readonly memoryBytes: number;
  readonly timeoutMs: number;
  /** By how much it stands back from other processes, 0 to 19, as `nice` has it. */
  readonly niceness?: number;
  /** The whole environment of the child; nothing of the worker's own is passed on. */
  readonly env: Readonly<Record<string, string>>;
}

/** Why the worker ended a child itself: `fence` when the job is no longer its own, `drain` to hand it back. */
export type KillReason = NonNullable<ChildExit['killedFor']>;

/** How a child ended; with its result where it gave one. */
export interface ChildEnd extends ChildExit {
  readonly result: ChildResult | null;
}

/** Before the process has any threads, which take it over. One that is gone already needs none. */
const standBack = (pid: number, niceness: number): void => {
  try {
    setPriority(pid, niceness);
  } catch {
    // What becomes of the job, its exit tells.
  }
};

/** One process for one job: started for it, limited to its need, gone after it. */
export class JobChild {
  /** Settles when the child has given its result or its fault, or has died without. */
  readonly outcome: Promise<ChildEnd>;
  /** Settles when nothing of the process is left; only then is its memory free. */
  readonly exited: Promise<void>;
  /** When the child could take its request, by `performance.now()`; null until then. */
  readyAt: number | null = null;
  onProgress: (progress: Progress) => void = () => undefined;

  private readonly process: ChildProcess;
  private readonly memoryBytes: number;
  private readonly killsBefore = kernelKills();
  private readonly stderr: StderrTail;
  private readonly watch: MemoryWatch | null;
  private readonly timer: NodeJS.Timeout;
  private killedFor: KillReason | null = null;
  private result: ChildResult | null = null;
  private failure: Failure | null = null;
  private answered: () => void = () => undefined;

  constructor(options: JobChildOptions) {
    const { execPath, execArgv } = childCommand(options.memoryBytes, options.limits);
    this.process = fork(options.script, [], { execPath, execArgv, env: options.env, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    const { pid } = this.process;
    this.memoryBytes = options.memoryBytes;
    this.stderr = new StderrTail(this.process.stderr);
    this.timer = setTimeout(() => this.kill('timeout'), options.timeoutMs);
    this.watch =
      pid === undefined ? null : new MemoryWatch({ pid, limitBytes: options.memoryBytes, onExceeded: () => this.kill('memory') });
    // First in line for the kernel's killer, so that it never picks the worker. A machine that forbids it is no reason to stop.
    if (pid !== undefined) void writeFile(`/proc/${pid}/oom_score_adj`, '1000').catch(() => undefined);
    if (pid !== undefined && options.niceness !== undefined) standBack(pid, options.niceness);
    this.process.on('message', (message) => this.receive(message));
    const answer = new Promise<void>((resolve) => (this.answered = resolve));
    this.exited = this.whenGone();
    this.outcome = Promise.race([answer, this.exited]).then(() => this.end());
  }

  get pid(): number | undefined {
    return this.process.pid;
  }

  get peakBytes(): number {
    return this.watch?.peakBytes ?? 0;
  }

  /** Anonymous memory now, or nearly. */
  get usedBytes(): number {
    return this.watch?.lastBytes ?? 0;
  }

  /** Sends the job. That a child is gone already, `outcome` tells. */
  run(request: ChildRequest): void {
    if (this.process.connected) this.process.send(request, () => undefined);
  }

  /** Ends it at once. The first reason is the one that counts. */
  kill(reason: KillReason): void {
    this.killedFor ??= reason;
    this.process.kill('SIGKILL');
  }

  private receive(raw: unknown): void {
    const { success, data: message } = childMessageSchema.safeParse(raw);
    if (!success) this.answer(null, new Fault('internal', 'The job process sent a message that is not in its protocol.').toFailure());
    else if (message.type === 'ready') this.readyAt = performance.now();
    else if (message.type === 'progress') this.onProgress(message.progress);
    else if (message.type === 'result') this.answer(message.result, null);
    else this.answer(null, message.failure);
  }

  /** With its answer the child's work is over: killing it gives its memory back sooner than its own exit would. */
  private answer(result: ChildResult | null, failure: Failure | null): void {
    if (result?.anonBytes != null) this.watch?.note(result.anonBytes);
    this.result = result;
    this.failure = failure;
    this.answered();
    this.process.kill('SIGKILL');
  }

  /** The exit, the last byte of stderr and the last message, in whatever order they come. */
  private async whenGone(): Promise<void> {
    const closed = new Promise((resolve) => this.process.once('close', resolve));
    const silent = new Promise((resolve) => this.process.once('disconnect', resolve));
    const unborn = new Promise((resolve) => this.process.on('error', () => this.process.pid === undefined && resolve(null)));
    await Promise.race([Promise.all([closed, silent]), unborn]);
    clearTimeout(this.timer);
    this.watch?.stop();
  }

  private end(): ChildEnd {
    const { result, failure: fault, killedFor } = this;
    const answered = result !== null || fault !== null;
    const { exitCode, signalCode } = this.process;
    const exit = answered ? { code: 0, signal: null } : { code: exitCode, signal: signalCode };
    const usedShare = this.watch === null ? null : this.watch.peakBytes / this.memoryBytes;
    const sawKernelKill = exit.signal === 'SIGKILL' && kernelKills() > this.killsBefore;
    return { ...exit, result, fault, killedFor, usedShare, sawKernelKill, hasResult: result !== null, stderr: this.stderr.toString() };
  }
}
