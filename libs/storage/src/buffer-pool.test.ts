import fc from 'fast-check';
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import { BufferPool, type Holder } from './buffer-pool';

const slabBytes = 1024;
const slabsOfPart = 8;
const options = { slabBytes, partBytes: slabBytes * slabsOfPart };
const parts = (count: number): number => count * options.partBytes;

const never = (): never => {
  throw new Error('was asked to yield');
};

const fill = async (pool: BufferPool, holder: Holder, slabs: number): Promise<void> => {
  for (let at = 0; at < slabs; at += 1) await pool.take(holder);
};

const send = async (pool: BufferPool, holder: Holder): Promise<void> => {
  const sent = pool.depart(holder, 'sending');
  await turn();
  pool.giveBack(sent, 'sending');
};

describe('BufferPool', () => {
  it('lets any uploads end within its memory, and asks none to yield while all clients are quick', async () => {
    const uploads = fc.array(fc.array(fc.integer({ min: 1, max: slabsOfPart }), { minLength: 1, maxLength: 6 }), {
      minLength: 1,
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(uploads, fc.double({ min: 1, max: 3, noNaN: true }), async (sizes, room) => {
        const pool = new BufferPool(parts(room), { ...options, patienceMs: 60_000 });
        let most = 0;
        await Promise.all(
          sizes.map(async (own) => {
            const holder = pool.enter(never);
            for (const slabs of own) {
              await fill(pool, holder, slabs);
              most = Math.max(most, pool.heldBytes);
              await send(pool, holder);
            }
            pool.leave(holder);
          }),
        );
        expect(most).toBeLessThanOrEqual(parts(room));
        expect(pool.heldBytes).toBe(0);
      }),
    );
  });

  it('keeps for the oldest part what it still needs', async () => {
    const pool = new BufferPool(parts(1.5), { ...options, patienceMs: 60_000 });
    const [first, second] = [pool.enter(never), pool.enter(never)];
    await pool.take(first);
    await fill(pool, second, slabsOfPart / 2);
    let hasMore = false;
    const more = pool.take(second).then(() => (hasMore = true));
    await fill(pool, first, slabsOfPart - 1);
    await turn();
    expect([hasMore, first.slabs.length]).toEqual([false, slabsOfPart]);
    await send(pool, first);
    await more;
    expect(second.slabs).toHaveLength(slabsOfPart / 2 + 1);
  });

  it('asks a client that stalls to yield once another waits, and ranks it behind', async () => {
    const pool = new BufferPool(parts(1), { ...options, patienceMs: 20 });
    const yielded: number[] = [];
    const slow: Holder = pool.enter((slabs) => {
      yielded.push(slabs.length);
      pool.giveBack(slabs, 'yielding');
    });
    await fill(pool, slow, 3);
    await sleep(60);
    expect(yielded).toEqual([]);
    const quick = pool.enter(never);
    await fill(pool, quick, slabsOfPart);
    expect(yielded).toEqual([3]);
    let goesOn = false;
    const rest = pool.take(slow).then(() => (goesOn = true));
    await turn();
    expect(goesOn).toBe(false);
    await send(pool, quick);
    await rest;
  });

  it('takes a client that trickles for one that stalls', async () => {
    const pool = new BufferPool(parts(1), { ...options, patienceMs: 40 });
    const asked: number[] = [];
    const isLeft = () => asked.length === 0;
    const trickling: Holder = pool.enter((slabs) => {
      asked.push(slabs.length);
      pool.giveBack(slabs, 'yielding');
    });
    await pool.take(trickling);
    const quick = pool.enter(never);
    const waits = pool.take(quick);
    // Each slab in less than the patience, the part in more than four times that.
    for (let at = 1; at < slabsOfPart && isLeft(); at += 1) {
      await sleep(30);
      if (isLeft()) await pool.take(trickling);
    }
    await waits;
    expect(asked).toHaveLength(1);
  });
});
