import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { spool } from './spool';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spool-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('writes what comes to a file of its owner only', async () => {
  const path = join(folder, 'in');
  const seen: number[] = [];
  await spool(Readable.from([Buffer.from('ab'), Buffer.from('c')]), path, (bytes) => seen.push(bytes));
  expect([readFileSync(path, 'utf8'), statSync(path).mode & 0o777, seen]).toEqual(['abc', 0o600, [2, 3]]);
});

it('never writes into a file that is there', async () => {
  const path = join(folder, 'in');
  writeFileSync(path, 'mine');
  await expect(spool(Readable.from([Buffer.from('x')]), path, () => undefined)).rejects.toThrow('EEXIST');
  expect(readFileSync(path, 'utf8')).toBe('mine');
});
