import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** A folder for this process under `parent`; those of processes that were killed before they could clean up are removed. */
export const makeRunDirectory = (parent: string): string => {
  const left = existsSync(parent) ? readdirSync(parent).filter((name) => /^run-\d+$/.test(name)) : [];
  for (const name of left) if (!isAlive(Number(name.slice(4)))) rmSync(join(parent, name), { recursive: true, force: true });
  const own = join(parent, `run-${process.pid}`);
  rmSync(own, { recursive: true, force: true });
  mkdirSync(own, { recursive: true });
  return own;
};
