import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bornAt } from './state.mjs';
import { takeStart } from './take-start.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-start-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('of two that start at once one has the folder, until it lets go', () => {
  const first = takeStart(folder);
  expect(first.takenBy).toBeNull();
  expect(takeStart(folder).takenBy).toBe(process.pid);
  first.release();
  expect(takeStart(folder).takenBy).toBeNull();
});

test.each([`${2 ** 22 + 1} 5`, `${process.pid} 1`, 'nonsense'])('a mark of a process that is gone (%s) holds nobody up', (mark) => {
  symlinkSync(mark, join(folder, 'starting'));
  expect(takeStart(folder).takenBy).toBeNull();
  expect(takeStart(folder).takenBy).toBe(process.pid);
});

test('a mark of another process that lives is respected', () => {
  symlinkSync(`${process.ppid} ${bornAt(process.ppid)}`, join(folder, 'starting'));
  expect(takeStart(folder).takenBy).toBe(process.ppid);
});
