import { randomBytes, randomUUID } from 'node:crypto';
import { startFaultProxy } from '../../../../test/support/fault-proxy';
import { inChunks, mebibyte, sha256, stalling } from '../../test/sources';
import { openS3, s3Endpoint } from '../../test/stores';
import { BufferPool } from '../buffer-pool';

const poolBytes = 16 * mebibyte;
const settled = Symbol('settled');
const isPending = async (work: Promise<unknown>): Promise<boolean> => {
  const first = await Promise.race([
    work.then(
      () => settled,
      () => settled,
    ),
    new Promise((resolve) => setTimeout(resolve, 10)),
  ]);
  return first !== settled;
};

describe('uploads that share buffers on S3', () => {
  const prefix = `stalled-${randomUUID()}/`;
  afterAll(() => openS3().deletePrefix(prefix));

  it.each([
    ['long before a part is full', 1.3 * mebibyte, 0],
    ['with nearly a whole part each', 7.9 * mebibyte, 0],
    ['in their second part, on a server that fails', 13.1 * mebibyte, 0.2],
  ])('a fast one ends while six others stall %s, and they end well afterwards', async (name, after, failShare) => {
    const pool = new BufferPool(poolBytes);
    const proxy = await startFaultProxy(s3Endpoint());
    const store = openS3({ endpoint: proxy.url, pool });
    await store.check();
    proxy.failShare = failShare;
    const bodies = Array.from({ length: 6 }, () => randomBytes(17 * mebibyte));
    const stalled = bodies.map((body) => stalling(body, after));
    let most = 0;
    const sampling = setInterval(() => (most = Math.max(most, pool.heldBytes)), 5);
    const puts = stalled.map(({ source }, at) => store.put(`${prefix}${name}/${at}`, source));
    const fast = randomBytes(30 * mebibyte);
    expect(await store.put(`${prefix}${name}/fast`, inChunks(fast))).toEqual({ bytes: fast.length, sha256: sha256(fast) });
    expect(await Promise.all(puts.map(isPending))).toEqual(puts.map(() => true));
    for (const { resume } of stalled) resume();
    expect(await Promise.all(puts)).toEqual(bodies.map((body) => ({ bytes: body.length, sha256: sha256(body) })));
    clearInterval(sampling);
    expect(most).toBeLessThanOrEqual(poolBytes);
    expect(pool.heldBytes).toBe(0);
    for (const [at, body] of bodies.entries()) {
      const { stream } = await store.get(`${prefix}${name}/${at}`);
      expect(sha256(Buffer.concat((await stream.toArray()) as Buffer[]))).toBe(sha256(body));
    }
    await proxy.close();
  });

  it('a fast one ends while sixty trickle, and so do they', async () => {
    const pool = new BufferPool(poolBytes);
    const store = openS3({ pool });
    await store.check();
    let stop = false;
    const trickle = async function* () {
      while (!stop) {
        yield Buffer.alloc(2000, 'x');
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    const slow = Array.from({ length: 60 }, (_, at) => store.put(`${prefix}trickle/${at}`, trickle()));
    await new Promise((resolve) => setTimeout(resolve, 3000));
    const before = performance.now();
    await store.put(`${prefix}trickle/fast`, inChunks(randomBytes(30 * mebibyte)));
    const seconds = (performance.now() - before) / 1000;
    stop = true;
    await Promise.all(slow);
    expect(seconds).toBeLessThan(60);
    expect(pool.heldBytes).toBe(0);
  });

  it('more of them than fit make way for each other and all end', async () => {
    const pool = new BufferPool(poolBytes);
    const store = openS3({ pool });
    await store.check();
    const bytes = randomBytes(19 * mebibyte);
    const stored = await Promise.all(Array.from({ length: 12 }, (_, at) => store.put(`${prefix}many/${at}`, inChunks(bytes))));
    expect(stored).toEqual(stored.map(() => ({ bytes: bytes.length, sha256: sha256(bytes) })));
    expect(pool.heldBytes).toBe(0);
  });

  it('one that is aborted while it waits for memory gives its place up', async () => {
    const pool = new BufferPool(8 * mebibyte, { patienceMs: 60_000 });
    const store = openS3({ pool });
    await store.check();
    const bytes = randomBytes(8 * mebibyte);
    const hog = stalling(bytes, 8 * mebibyte - 1);
    const holding = store.put(`${prefix}hog`, hog.source);
    while (pool.heldBytes < 8 * mebibyte) await new Promise((resolve) => setTimeout(resolve, 5));
    const abort = new AbortController();
    const waiting = store.put(`${prefix}aborted`, inChunks(bytes), { signal: abort.signal });
    expect(await isPending(waiting)).toBe(true);
    abort.abort(new Error('given up'));
    await expect(waiting).rejects.toThrow('given up');
    hog.resume();
    expect(await holding).toEqual({ bytes: bytes.length, sha256: sha256(bytes) });
    expect(pool.heldBytes).toBe(0);
  });
});
