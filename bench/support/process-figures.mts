import { readFileSync } from 'node:fs';

const kilobytes = (pid: number, field: string): number =>
  Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN);

/** The most that was ever resident of a process, in bytes, by the kernel's own account. */
export const peakResidentBytes = (pid: number): number => kilobytes(pid, 'VmHWM') * 1024;

/** What is resident of a process now, in bytes. */
export const residentBytes = (pid: number): number => kilobytes(pid, 'VmRSS') * 1024;

const ticksPerSecond = 100;

/** Seconds of processor time that a process has used, without its children. */
export const cpuSeconds = (pid: number): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
};
