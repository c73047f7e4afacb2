import { readFileSync, writeFileSync } from 'node:fs';

/** Has the kernel forget the peak of this process so far. https://man7.org/linux/man-pages/man5/proc_pid_clear_refs.5.html */
export const forgetPeak = (): void => {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
  } catch {
    // Where there is no such file, the peak is of the whole process.
  }
};

/** The most memory that this process has held since then, in bytes, files that are mapped left out; null where the kernel does not tell. */
export const peakMemory = (): number | null => {
  try {
    const status = readFileSync('/proc/self/status', 'utf8');
    const kilobytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? Number.NaN);
    const bytes = (kilobytes('VmHWM') - kilobytes('RssFile')) * 1024;
    return Number.isFinite(bytes) ? Math.max(0, bytes) : null;
  } catch {
    return null;
  }
};
