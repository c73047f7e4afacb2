import { mkdirSync, readlinkSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { bornAt } from './state.mts';

/** The process that a mark names, while it lives; null where it is gone or there is no mark. */
const holderOf = (path: string): number | null => {
  try {
    const [pid, born] = readlinkSync(path).split(' ');
    return bornAt(Number(pid)) === born ? Number(pid) : null;
  } catch {
    return null;
  }
};

/**
 * Takes the folder for this process while it starts a platform in it, or answers the living process that has taken it before: of two at
 * once one has it. The mark is a symbolic link, which is made with its content or not at all.
 */
export const takeStart = (folder: string): { readonly takenBy: number | null; readonly release: () => void } => {
  const path = join(folder, 'starting');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (;;) {
    try {
      symlinkSync(`${process.pid} ${bornAt(process.pid)}`, path);
      return { takenBy: null, release: () => rmSync(path, { force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const takenBy = holderOf(path);
    if (takenBy !== null) return { takenBy, release: () => undefined };
    // Left by one that was killed. Moved away first: what another has made meanwhile is put back.
    const aside = `${path}.${process.pid}`;
    try {
      renameSync(path, aside);
      if (holderOf(aside) === null) rmSync(aside, { force: true });
      else renameSync(aside, path);
    } catch {
      // Another has removed it.
    }
  }
};
