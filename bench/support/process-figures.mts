import { readdirSync, readFileSync } from 'node:fs';

const kilobytes = (pid: number, field: string): number =>
  Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN);

/** The most that was ever resident of a process, in bytes, by the kernel's own account. */
export const peakResidentBytes = (pid: number): number => kilobytes(pid, 'VmHWM') * 1024;

/** What is resident of a process now, in bytes. */
export const residentBytes = (pid: number): number => kilobytes(pid, 'VmRSS') * 1024;

const ticksPerSecond = 100;

const statOf = (pid: number | string): string[] =>
  readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');

const ticks = (stat: readonly string[], ...fields: number[]): number => fields.reduce((sum, field) => sum + Number(stat[field]), 0);

/** Seconds of processor time that a process has used, without its children. */
export const cpuSeconds = (pid: number): number => ticks(statOf(pid), 11, 12) / ticksPerSecond;

/** Seconds of processor time that a process and all its descendants have used, with those that have ended. */
export const treeCpuSeconds = (pid: number): number => {
  const children = readdirSync('/proc').filter((name) => {
    try {
      return /^\d+$/.test(name) && Number(statOf(name)[1]) === pid;
    } catch {
      return false;
    }
  });
  return ticks(statOf(pid), 11, 12, 13, 14) / ticksPerSecond + children.reduce((sum, child) => sum + treeCpuSeconds(Number(child)), 0);
};
