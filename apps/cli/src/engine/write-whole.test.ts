import { Fault } from '@millrace/contracts';
import { mkdtemp, readdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyWhole, writeWhole } from './write-whole';

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

it('writes through a link, such as /dev/stdout, and leaves it one', async () => {
  await symlink(join(folder, 'to'), join(folder, 'link'));
  await writeWhole(join(folder, 'link'), 'one');
  expect([await readFile(join(folder, 'to'), 'utf8'), await readlink(join(folder, 'link'))]).toEqual(['one', join(folder, 'to')]);
});
