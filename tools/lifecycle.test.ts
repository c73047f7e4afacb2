import { Cleanup } from './lifecycle.mts';

describe('Cleanup', () => {
  it('undoes the last first, and once', async () => {
    const order: number[] = [];
    const cleanup = new Cleanup();
    cleanup.add(() => order.push(1));
    cleanup.add(() => order.push(2));
    await Promise.all([cleanup.run(), cleanup.run()]);
    expect(order).toEqual([2, 1]);
  });

  it('goes on after a failure and tells of it', async () => {
    let ran = false;
    const cleanup = new Cleanup();
    cleanup.add(() => (ran = true));
    cleanup.add(() => {
      throw new Error('no');
    });
    await expect(cleanup.run()).rejects.toThrow('cleaning up failed');
    expect(ran).toBe(true);
  });
});
