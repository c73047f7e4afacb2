import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { generated, mebibyte } from '../test/sources';
import { openS3, startPutting, type Orders } from '../test/stores';
import { FilesystemStore } from './filesystem/filesystem-store';
import type { Stored } from './object-store';

const [count, bytes, poolBytes] = [10, 100 * mebibyte, 32 * mebibyte];

const anonymousMemory = async (pid: number): Promise<number> =>
  Number(/RssAnon:\s+(\d+) kB/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;

/** What the process answers, and how far its anonymous memory rose above what it had before. */
const measure = async (orders: Orders): Promise<{ stored: Stored[]; grown: number }> => {
  const child = startPutting(orders);
  const pid = child.pid ?? 0;
  const lines = createInterface({ input: child.stdout! });
  const ended = once(child, 'exit');
  await once(lines, 'line');
  const before = await anonymousMemory(pid);
  let peak = before;
  const answer = once(lines, 'line') as Promise<[string]>;
  const sampling = setInterval(
    () =>
      void anonymousMemory(pid).then(
        (now) => (peak = Math.max(peak, now)),
        () => undefined,
      ),
    20,
  );
  child.stdin!.write('go\n');
  const [line] = await answer;
  clearInterval(sampling);
  await ended;
  return { stored: JSON.parse(line) as Stored[], grown: peak - before };
};

const hashOf = async (seed: number): Promise<string> => {
  const hash = createHash('sha256');
  for await (const chunk of generated(bytes, seed)) hash.update(chunk);
  return hash.digest('hex');
};

describe('ten puts of 100 MB at once', () => {
  const prefix = `memory-${randomUUID()}/`;
  const puts = Array.from({ length: count }, (_, at) => ({ key: `${prefix}${at}`, bytes }));
  let expected: Stored[];
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'store-'));
    expected = await Promise.all(puts.map(async (_, seed) => ({ bytes, sha256: await hashOf(seed) })));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('take little more memory than their buffers on S3', async () => {
    const bucket = `memory-${randomUUID()}`;
    const { stored, grown } = await measure({ store: { bucket }, poolBytes, puts });
    const store = openS3({ bucket });
    expect(await store.deletePrefix(prefix)).toBe(count);
    expect(stored).toEqual(expected);
    expect(grown).toBeLessThan(poolBytes + 64 * mebibyte);
    expect(grown).toBeGreaterThan(mebibyte);
  });

  it('take next to no memory on the filesystem', async () => {
    const { stored, grown } = await measure({ store: { folder }, poolBytes, puts });
    expect(await new FilesystemStore(folder).deletePrefix(prefix)).toBe(count);
    expect(stored).toEqual(expected);
    expect(grown).toBeLessThan(64 * mebibyte);
  });
});
