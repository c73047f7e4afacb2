import type { ChildLimits } from './child-limits';

export interface ChildCommand {
  readonly execPath: string;
  readonly execArgv: string[];
}

/**
 * The command line for `fork`: node, behind `prlimit` (no more heap than the job's need) and `setpriv` (the kernel kills it when the
 * worker dies). Each replaces itself by the next, so that the process id and the IPC channel stay the child's own.
 */
export const childCommand = (
  memoryBytes: number,
  { prlimit, setpriv, reservedBytes }: ChildLimits,
  node = process.execPath,
): ChildCommand => {
  const limited = prlimit === null ? [node] : [prlimit, `--data=${Math.floor(memoryBytes + reservedBytes)}`, node];
  const [execPath = node, ...execArgv] = setpriv === null ? limited : [setpriv, '--pdeathsig', 'KILL', ...limited];
  return { execPath, execArgv };
};
