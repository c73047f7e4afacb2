import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { readFileSync } from 'node:fs';

/** Anonymous memory of a process in bytes: what the kernel cannot give back under pressure. Null where there is no /proc, or no such process. */
export const anonymousBytes = async (pid: number): Promise<number | null> => {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const [, kilobytes] = /^RssAnon:\s+(\d+) kB$/m.exec(status) ?? [];
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
};

const cgroupFiles = ['/sys/fs/cgroup/memory.max', '/sys/fs/cgroup/memory/memory.limit_in_bytes'];

const cgroupBytes = (): number => {
  for (const file of cgroupFiles) {
    const limit = existsSync(file) ? Number(readFileSync(file, 'utf8')) : Number.NaN;
    if (Number.isFinite(limit) && limit > 0) return limit;
  }
  return Number.POSITIVE_INFINITY;
};

const share = 0.7;

/** What jobs may hold together: the configured budget within the limit that the host has, or 70 % of that limit. */
export const memoryBudget = (configuredBytes: number): number => {
  const limit = Math.min(cgroupBytes(), totalmem());
  return configuredBytes > 0 ? Math.min(configuredBytes, limit) : Math.floor(limit * share);
};

export const cpuSlots = (configured: number): number => (configured > 0 ? configured : availableParallelism());
