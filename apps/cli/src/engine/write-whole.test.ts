import { Fault } from '@millrace/contracts';
import { mkdir, mkdtemp, readdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyWhole, writeAll, writeWhole } from './write-whole';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'whole-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('says of a place that cannot be written to what to do, and leaves nothing there', async () => {
  await writeFile(join(folder, 'in'), 'x');
  for (const write of [writeWhole(join(folder, 'no', 'out'), 'x'), copyWhole(join(folder, 'in'), join(folder, 'no', 'out'))])
    await expect(write).rejects.toThrow(Fault);
  await expect(copyWhole(join(folder, 'lost'), join(folder, 'out'))).rejects.toThrow('cannot be written');
  expect(await readdir(folder)).toEqual(['in']);
});

it('writes all of some files or none', async () => {
  await writeFile(join(folder, 'in'), 'x');
  await writeFile(join(folder, 'log'), 'old');
  const files = [{ path: join(folder, 'out'), from: join(folder, 'in') }, { path: join(folder, 'log'), content: 'new' }]; // prettier-ignore
  await expect(writeAll([...files, { path: join(folder, 'no', 'manifest'), content: '{}' }])).rejects.toThrow('manifest cannot be written');
  expect([(await readdir(folder)).toSorted(), await readFile(join(folder, 'log'), 'utf8')]).toEqual([['in', 'log'], 'old']);
  await mkdir(join(folder, 'taken'));
  await expect(writeAll([...files, { path: join(folder, 'taken'), content: '{}' }])).rejects.toThrow('taken cannot be written');
  expect((await readdir(folder)).toSorted()).toEqual(['in', 'log', 'taken']);
  await writeAll(files);
  expect([await readFile(join(folder, 'out'), 'utf8'), await readFile(join(folder, 'log'), 'utf8')]).toEqual(['x', 'new']);
});

it('writes through a link, such as /dev/stdout, and leaves it one', async () => {
  await symlink(join(folder, 'to'), join(folder, 'link'));
  await writeWhole(join(folder, 'link'), 'one');
  expect([await readFile(join(folder, 'to'), 'utf8'), await readlink(join(folder, 'link'))]).toEqual(['one', join(folder, 'to')]);
});
