import { readFileSync } from 'node:fs';

/** A size from the text of `/proc/<pid>/status`, in bytes. */
export const statusBytes = (status: string, field: 'RssAnon' | 'VmData'): number | null => {
  const kibibytes = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1];
  return kibibytes === undefined ? null : Number(kibibytes) * 1024;
};

/**
 * Anonymous memory of a process in bytes: what the kernel cannot take back. Mapped file pages, which it can, are not counted.
 * Null where the process is gone or the kernel does not tell.
 */
export const readAnonBytes = (pid: number | 'self'): number | null => {
  try {
    // The kernel makes the text at once, in less time than a turn through the thread pool takes.
    return statusBytes(readFileSync(`/proc/${pid}/status`, 'utf8'), 'RssAnon');
  } catch {
    return null;
  }
};
