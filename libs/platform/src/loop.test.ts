import { setTimeout as sleep } from 'node:timers/promises';
import { startLoop } from './loop';

describe('startLoop', () => {
  it('runs again when nudged, never two at a time, and goes on after an error', async () => {
    let runs = 0;
    let under = 0;
    let most = 0;
    const errors: unknown[] = [];
    const loop = startLoop({
      everyMs: 60_000,
      run: async () => {
        runs += 1;
        under += 1;
        most = Math.max(most, under);
        await sleep(5);
        under -= 1;
        if (runs === 1) throw new Error('once');
      },
      onError: (error) => errors.push(error),
    });
    loop.nudge();
    loop.nudge();
    await sleep(30);
    loop.nudge();
    await sleep(30);
    await loop.stop();
    expect({ runs, most, errors: errors.length }).toEqual({ runs: 3, most: 1, errors: 1 });
  });

  it('ends the run under way before stop resolves', async () => {
    let ended = false;
    const loop = startLoop({
      everyMs: 1,
      run: async () => {
        await sleep(20);
        ended = true;
      },
      onError: () => undefined,
    });
    await loop.stop();
    expect(ended).toBe(true);
  });
});
