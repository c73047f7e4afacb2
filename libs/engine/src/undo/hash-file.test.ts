import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashAside } from './hash-aside';
import { hashFile } from './hash-file';

it.each([0, 1, 1 << 20, (1 << 20) + 1, (5 << 20) + 7])('hashes %i bytes as one piece', async (size) => {
  const folder = await mkdtemp(join(tmpdir(), 'hash-'));
  try {
    const bytes = randomBytes(size);
    await writeFile(join(folder, 'file'), bytes);
    expect(await hashFile(join(folder, 'file'))).toBe(createHash('sha256').update(bytes).digest('hex'));
  } finally {
    await rm(folder, { recursive: true });
  }
});

it('hashes a large file on a thread of its own, and says where it can not', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hash-'));
  try {
    const path = join(folder, 'file');
    await writeFile(path, Buffer.alloc((64 << 20) + 5, 'millrace'));
    expect(await hashAside(path)).toBe(await hashFile(path));
    await expect(hashAside(join(folder, 'gone'))).rejects.toMatchObject({ code: 'ENOENT' });
  } finally {
    await rm(folder, { recursive: true });
  }
});
