import { readFileSync } from 'node:fs';

/** How many processes of this machine the kernel has ended for want of memory, of the machine or of a container; 0 where it does not tell. */
export const kernelKills = (vmstat = '/proc/vmstat'): number => {
  try {
    return Number(/^oom_kill (\d+)$/m.exec(readFileSync(vmstat, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
};
