import { totalmem } from 'node:os';

const MEBIBYTE = 1024 * 1024;

/** The worker's own memory when it is busy, and what the kernel needs for pipes, sockets and page tables of the children. */
const ownBytes = 160 * MEBIBYTE;
const headroomBytes = 64 * MEBIBYTE;
const shareOfMachine = 0.7;

export interface Machine {
  readonly totalBytes: number;
  /** Of the cgroup; null where there is none. */
  readonly limitBytes: number | null;
}

export const thisMachine = (): Machine => {
  const limit = process.constrainedMemory();
  return { totalBytes: totalmem(), limitBytes: limit > 0 && limit < totalmem() ? limit : null };
};

/**
 * What all jobs of this worker may reserve together: the smaller of the configured budget and the cgroup's limit, less the worker's own
 * memory and some headroom. With nothing configured, a share of the machine.
 * @param configured WORKER_MEMORY_BUDGET in bytes; 0 for none.
 */
export const memoryBudget = (configured: number, { totalBytes, limitBytes }: Machine): number => {
  const limit = limitBytes ?? totalBytes;
  const granted = configured > 0 ? Math.min(configured, limit) : shareOfMachine * limit;
  return Math.max(0, Math.floor(granted - ownBytes - headroomBytes));
};
