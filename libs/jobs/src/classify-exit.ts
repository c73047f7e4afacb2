import { Fault, saysNoMemory, type Failure } from '@millrace/contracts';

/** How a child process ended, as its parent saw it. */
export interface ChildExit {
  readonly code: number | null;
  readonly signal: string | null;
  /** The end of what it wrote to standard error. */
  readonly stderr: string;
  /** A fault that it reported before it ended. */
  readonly fault: Failure | null;
  /** It handed over a whole result. */
  readonly hasResult: boolean;
  /** The share of its reservation that it was seen to take, at the most; null where that was not measured. */
  readonly usedShare: number | null;
  /** While it ran the kernel ended processes for want of memory; job processes are first in line for that. */
  readonly sawKernelKill: boolean;
  /** Why its parent ended it, if it did. */
  readonly killedFor: 'timeout' | 'memory' | 'fence' | 'drain' | null;
}

export type ExitOutcome =
  | { readonly kind: 'done' }
  /** The job is no longer ours, or is handed back: nothing is to be written. */
  | { readonly kind: 'abandoned' }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** A process that aborts with more than half of its memory in use has run against its limit, which counts what is only mapped too. */
const abortedShare = 0.5;
const aborts: readonly (string | null)[] = ['SIGABRT', 'SIGTRAP', 'SIGILL'];
const hasAborted = ({ code, signal, usedShare }: Pick<ChildExit, 'code' | 'signal' | 'usedShare'>): boolean =>
  (aborts.includes(signal) || code === 134 || code === 133) && usedShare !== null && usedShare >= abortedShare;

const failed = (fault: Fault): ExitOutcome => ({ kind: 'failed', failure: fault.toFailure() });

/** Says what an exit means. Order matters: what the parent did itself explains an exit better than its code does. */
export const classifyExit = ({ code, signal, stderr, fault, hasResult, usedShare, sawKernelKill, killedFor }: ChildExit): ExitOutcome => {
  if (killedFor === 'fence' || killedFor === 'drain') return { kind: 'abandoned' };
  if (killedFor === 'timeout') return failed(new Fault('timed-out', 'The job ran longer than JOB_TIMEOUT_SECONDS.'));
  if (killedFor === 'memory') return failed(new Fault('out-of-memory', 'The job outgrew its reservation.'));
  if (fault) return { kind: 'failed', failure: fault };
  if (code === 0 && hasResult) return { kind: 'done' };
  if (saysNoMemory(stderr) || hasAborted({ code, signal, usedShare }))
    return failed(new Fault('out-of-memory', 'The job outgrew its reservation.'));
  const isKilled = signal === 'SIGKILL' || code === 137;
  if (isKilled && sawKernelKill) return failed(new Fault('out-of-memory', 'The kernel ended the job for want of memory.'));
  if (isKilled) return failed(new Fault('worker-lost', 'The job was killed from outside.'));
  return failed(new Fault('internal', `The job ended unexpectedly (${signal ?? `exit ${String(code)}`}).`));
};
