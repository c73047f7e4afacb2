import { Fault } from '@millrace/contracts';
import { insist } from './insist';

const outage = () => new Fault('dependency-unavailable', 'down');
const options = { patienceMs: 1000, firstPauseMs: 1 };

test('waits an outage out', async () => {
  let calls = 0;
  const answer = await insist(() => (++calls < 4 ? Promise.reject(outage()) : Promise.resolve('up')), options);
  expect([answer, calls]).toEqual(['up', 4]);
});

test('gives up when its patience is over, when it is told to, and at once for anything that is no outage', async () => {
  await expect(insist(() => Promise.reject(outage()), { patienceMs: 20, firstPauseMs: 1 })).rejects.toThrow('down');
  await expect(insist(() => Promise.reject(outage()), { ...options, signal: AbortSignal.abort() })).rejects.toThrow('down');
  let calls = 0;
  const bug = () => {
    calls += 1;
    return Promise.reject(new Fault('conflict', 'no'));
  };
  await expect(insist(bug, options)).rejects.toThrow('no');
  expect(calls).toBe(1);
});
