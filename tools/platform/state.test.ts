import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bornAt, isAlive, keptSecret, readState, removeState, writeState } from './state.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-state-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const mine = () => ({ pid: process.pid, born: bornAt(process.pid), url: 'http://127.0.0.1:1', startedAt: '2024-01-01T00:00:00.000Z' });

test('the state of a process that lives is read back, until it is removed', () => {
  expect(readState(folder)).toBeNull();
  writeState(folder, mine());
  expect(readState(folder)).toEqual(mine());
  removeState(folder);
  expect(readState(folder)).toBeNull();
});

test.each([
  ['a process that is gone', { pid: 2 ** 22 + 1 }],
  ['another process of the same number', { born: '1' }],
])('the state of %s is none', (_, change) => {
  writeState(folder, { ...mine(), ...change });
  expect(readState(folder)).toBeNull();
});

test('a file that was cut short is none', () => {
  writeFileSync(join(folder, 'state.json'), '{"pid": 1');
  expect(readState(folder)).toBeNull();
});

test('a secret is made once, and for its owner only', () => {
  const path = join(folder, 'deep/secret');
  expect(keptSecret(path, () => 'one')).toBe('one');
  expect(keptSecret(path, () => 'two')).toBe('one');
  expect([readFileSync(path, 'utf8'), statSync(path).mode & 0o777]).toEqual(['one', 0o600]);
});

test('we live, and the process number that no system gives does not', () => {
  expect([isAlive(process.pid), isAlive(2 ** 22 + 1)]).toEqual([true, false]);
});
