import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { atEnd } from './lifecycle.mts';
import { isAlive } from './platform/state.mts';

/** Removes the folders below `parent` whose process was killed before it could. */
export const sweepRunFolders = (parent: string): void => {
  for (const name of readdirSync(parent)) {
    const pid = /^run-(\d+)$/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(parent, name), { recursive: true, force: true });
  }
};

/** A folder of this process under `parent`, so that two runs at once do not meet. It is removed at the end. */
export const makeRunFolder = (parent: string): string => {
  mkdirSync(parent, { recursive: true });
  sweepRunFolders(parent);
  const own = join(parent, `run-${process.pid}`);
  rmSync(own, { recursive: true, force: true });
  mkdirSync(own, { mode: 0o700 });
  atEnd(() => rmSync(own, { recursive: true, force: true, maxRetries: 5 }));
  return own;
};
