import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sweepRunFolders } from './run-folder.mjs';

test('folders of runs that were killed are removed, those of runs that live and all else stay', () => {
  const parent = mkdtempSync(join(tmpdir(), 'runs-'));
  const [dead, alive, other] = [`run-${2 ** 22 + 1}`, `run-${process.pid}`, 'run-of-mine'].map((name) => join(parent, name));
  for (const path of [dead!, alive!, other!]) mkdirSync(path);
  sweepRunFolders(parent);
  expect([dead, alive, other].map((path) => existsSync(path!))).toEqual([false, true, true]);
  rmSync(parent, { recursive: true });
});
