import type { ChildLimits } from './child-limits';

export interface ChildCommand {
  readonly execPath: string;
  readonly execArgv: string[];
}

/** Of the need, for objects of JavaScript; V8 collects them late unless it is told that there is little room. The rest is for tables. */
const heapShare = 0.5;
/** A frame is a small object to V8 that holds megabytes: a small young generation is looked through often. */
const youngGeneration = '--max-semi-space-size=1';

/**
 * The command line for `fork`: node, behind `prlimit` (no more heap than the job's need) and `setpriv` (the kernel kills it when the
 * worker dies). Each replaces itself by the next, so that the process id and the IPC channel stay the child's own.
 */
export const childCommand = (
  memoryBytes: number,
  { prlimit, setpriv, reservedBytes }: ChildLimits,
  node = process.execPath,
): ChildCommand => {
  const program = [node, `--max-old-space-size=${Math.floor((memoryBytes * heapShare) / 1024 / 1024)}`, youngGeneration];
  const limited = prlimit === null ? program : [prlimit, `--data=${Math.floor(memoryBytes + reservedBytes)}`, ...program];
  const [execPath = node, ...execArgv] = setpriv === null ? limited : [setpriv, '--pdeathsig', 'KILL', ...limited];
  return { execPath, execArgv };
};
