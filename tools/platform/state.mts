import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What `up` leaves for `status` and `down`. */
export interface PlatformState {
  readonly pid: number;
  /** When the process began, in the kernel's ticks: its number alone may belong to another by now. */
  readonly born: string;
  readonly url: string;
  readonly startedAt: string;
}

/** Whether there is a process of this number, ours or another's. */
export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** When a process began; empty where the system does not tell. */
export const bornAt = (pid: number): string => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, in parentheses, may hold anything; the start is the 22nd field.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
};

const isThatProcess = ({ pid, born }: Pick<PlatformState, 'pid' | 'born'>): boolean => isAlive(pid) && bornAt(pid) === born;

const pathIn = (folder: string): string => join(folder, 'state.json');

/** The platform that is up, or null: what its file says is believed only as long as that very process lives. */
export const readState = (folder: string): PlatformState | null => {
  if (!existsSync(pathIn(folder))) return null;
  try {
    const state = JSON.parse(readFileSync(pathIn(folder), 'utf8')) as PlatformState;
    return isThatProcess(state) ? state : null;
  } catch {
    return null;
  }
};

/** Writes whole or not at all, for its owner only. */
const writePrivate = (path: string, text: string): void => {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(`${path}.new`, text, { mode: 0o600 });
  renameSync(`${path}.new`, path);
};

export const writeState = (folder: string, state: PlatformState): void => writePrivate(pathIn(folder), JSON.stringify(state));

export const removeState = (folder: string): void => rmSync(pathIn(folder), { force: true });

/** A secret that is made once and kept for its owner only: a token or a key must outlive a restart. */
export const keptSecret = (path: string, make: () => string): string => {
  if (!existsSync(path)) writePrivate(path, make());
  return readFileSync(path, 'utf8');
};
