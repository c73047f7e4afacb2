import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inChunks, mebibyte, stalling } from '../test/sources';
import { openS3, startPutting, type Orders } from '../test/stores';
import { BufferPool } from './buffer-pool';
import { FilesystemStore } from './filesystem/filesystem-store';
import type { ObjectStore } from './object-store';

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const anHour = 3_600_000;

interface Subject {
  readonly store: ObjectStore;
  readonly where: Orders['store'];
  readonly close: () => Promise<void>;
}

const implementations: [string, () => Promise<Subject>][] = [
  [
    'filesystem',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'store-'));
      return { store: new FilesystemStore(folder), where: { folder }, close: () => rm(folder, { recursive: true }) };
    },
  ],
  [
    's3',
    () => {
      // A bucket of its own: a sweep takes what others have open in theirs.
      const bucket = `sweep-${randomUUID()}`;
      return Promise.resolve({ store: openS3({ bucket }), where: { bucket }, close: () => Promise.resolve() });
    },
  ],
];

describe.each(implementations)('the sweep of a store: %s', (_, open) => {
  let subject: Subject;
  beforeAll(async () => {
    subject = await open();
    await subject.store.check();
  });
  afterAll(() => subject.close());

  it('removes what kill -9 has left of uploads, in its time, and nothing else', async () => {
    const { store, where } = subject;
    await store.put('kept', inChunks(Buffer.alloc(9 * mebibyte)));
    const puts = Array.from({ length: 4 }, (_name, at) => ({ key: `killed-${at}`, bytes: 40 * mebibyte }));
    const child = startPutting({ store: where, poolBytes: 16 * mebibyte, puts, stallAfter: 14 * mebibyte });
    await once(child.stdout!, 'data');
    child.stdin!.write('go\n');
    // By now each has sent a part, and the stalled have had to write the next one down.
    await sleep(4000);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await Array.fromAsync(store.list(''), ({ key }) => key)).toEqual(['kept']);
    expect(await store.sweep(anHour)).toBe(0);
    await sleep(1100);
    expect(await store.sweep(0)).toBeGreaterThanOrEqual(puts.length);
    expect(await store.sweep(0)).toBe(0);
    expect(await store.head('kept')).toEqual({ bytes: 9 * mebibyte });
  });

  it('leaves an upload that began long ago and still goes on', async () => {
    const { store } = subject;
    const bytes = Buffer.alloc(17 * mebibyte, 'x');
    let swept = -1;
    const source = async function* () {
      yield bytes.subarray(0, 8.5 * mebibyte);
      await sleep(5000);
      yield bytes.subarray(8.5 * mebibyte, 16.5 * mebibyte);
      // Its second part has just been taken: it began more than four seconds ago, and did something since.
      swept = await store.sweep(4000);
      yield bytes.subarray(16.5 * mebibyte);
    };
    expect(await store.put('slow', source())).toMatchObject({ bytes: bytes.length });
    expect(swept).toBe(0);
    expect(await store.head('slow')).toEqual({ bytes: bytes.length });
  });
});

it('finds the parts that stalled uploads had to write down', async () => {
  const bucket = `sweep-${randomUUID()}`;
  const pool = new BufferPool(8 * mebibyte, { patienceMs: 50 });
  const store = openS3({ bucket, pool });
  await store.check();
  const stalled = Array.from({ length: 3 }, () => stalling(Buffer.alloc(7 * mebibyte), 6 * mebibyte));
  const puts = Promise.allSettled(stalled.map(({ source }, at) => store.put(`stalled-${at}`, source)));
  await sleep(2000);
  expect(await Array.fromAsync(store.list(''))).toEqual([]);
  await sleep(1100);
  expect(await store.sweep(0)).toBeGreaterThanOrEqual(2);
  for (const { resume } of stalled) resume();
  // What was swept under a living upload fails it: it is never stored with a hole.
  for (const result of await puts) if (result.status === 'fulfilled') expect(result.value.bytes).toBe(7 * mebibyte);
  expect(pool.heldBytes).toBe(0);
});
