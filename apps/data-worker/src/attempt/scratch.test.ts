import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Scratch } from './scratch';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'millrace-scratch-'));
});
afterEach(() => rm(root, { recursive: true }));

test('clears away what killed workers left, and nothing else', async () => {
  const sleeper = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)']);
  await once(sleeper, 'spawn');
  const dead = `${hostname()}~${sleeper.pid ?? 0}~1`;
  for (const name of [dead, `another-machine~1~1`, 'something']) await mkdir(join(root, name, 'job'), { recursive: true });
  const first = await Scratch.open(root);
  const names = await readdir(root);
  expect(names).not.toContain(dead);
  expect(names).toEqual(expect.arrayContaining(['another-machine~1~1', 'something']));
  expect(names).toHaveLength(3);

  await mkdir(first.name());
  await Scratch.open(root);
  expect(await readdir(first.name().replace(/[^/]+$/, ''))).toHaveLength(1);
  await first.close();
  expect(await readdir(root)).toHaveLength(2);
  sleeper.kill('SIGKILL');
});
