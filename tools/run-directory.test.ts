import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeRunDirectory } from './run-directory.mts';

describe('makeRunDirectory', () => {
  const parent = mkdtempSync(join(tmpdir(), 'run-directory-'));
  afterAll(() => rmSync(parent, { recursive: true }));

  it('removes what a dead process left, and nothing else', () => {
    // Process ids end at 2^22.
    const dead = join(parent, 'run-99999999');
    const [alive, other] = [join(parent, 'run-1'), join(parent, 'kept')];
    for (const directory of [dead, alive, other]) mkdirSync(directory);
    const own = makeRunDirectory(parent);
    expect([dead, alive, other, own].map((directory) => existsSync(directory))).toEqual([false, true, true, true]);
  });
});
