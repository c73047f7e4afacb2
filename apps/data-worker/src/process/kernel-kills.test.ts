import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kernelKills } from './kernel-kills';

test('reads how often the kernel had to kill, and nothing where it does not tell', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vmstat-'));
  const path = join(folder, 'vmstat');
  writeFileSync(path, 'pgfault 5\noom_kill 12\noom_kill_other 3\n');
  expect(kernelKills(path)).toBe(12);
  writeFileSync(path, 'pgfault 5\n');
  expect([kernelKills(path), kernelKills(join(folder, 'none'))]).toEqual([0, 0]);
  rmSync(folder, { recursive: true });
});
