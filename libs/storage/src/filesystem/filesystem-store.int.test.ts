import { randomBytes } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { mkdtemp, open, readdir, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { failing, inChunks, mebibyte } from '../../test/sources';
import { FilesystemStore } from './filesystem-store';

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'store-'))));
afterEach(() => rm(folder, { recursive: true }));

it('leaves no temporary file behind', async () => {
  const store = new FilesystemStore(folder);
  await store.check();
  await expect(store.put('a', failing(inChunks(randomBytes(20 * mebibyte)), 12 * mebibyte))).rejects.toThrow('the line broke');
  expect(await readdir(join(folder, 'incoming'))).toEqual([]);
});

it('syncs a new object and every folder above it, so that a crash cannot take back what was answered', async () => {
  const probe = await open(folder, 'r');
  const handle = Object.getPrototypeOf(probe) as FileHandle;
  await probe.close();
  const synced: string[] = [];
  const note = (method: 'sync' | 'datasync') => {
    const original: () => Promise<void> = Reflect.get(handle, method);
    return jest.spyOn(handle, method).mockImplementation(function (this: FileHandle) {
      const path = relative(folder, readlinkSync(`/proc/self/fd/${this.fd}`)) || '.';
      return original.call(this).then(() => void synced.push(path));
    });
  };
  const spies = [note('sync'), note('datasync')];
  await new FilesystemStore(folder).put('a/b/c', inChunks(Buffer.from('x')));
  for (const spy of spies) spy.mockRestore();
  expect(synced).toEqual([expect.stringMatching(/^incoming\//), 'objects/a/b', 'objects/a', 'objects', '.']);
});

it('survives that folders are deleted while objects are put into them', async () => {
  const store = new FilesystemStore(folder);
  const deleting = (async () => {
    for (let at = 0; at < 200; at += 1) await store.deletePrefix('busy/');
  })();
  const puts = Array.from({ length: 200 }, (_, at) => store.put(`busy/${at % 7}/${at}`, inChunks(Buffer.from('x'))));
  const refused = (await Promise.allSettled(puts)).filter(({ status }) => status === 'rejected');
  await deleting;
  expect(refused).toEqual([]);
});

it('names a folder that cannot be used', async () => {
  await writeFile(join(folder, 'file'), '');
  await expect(new FilesystemStore(join(folder, 'file', 'below')).put('a', inChunks(Buffer.from('x')))).rejects.toMatchObject({
    code: 'storage-unavailable',
  });
});
