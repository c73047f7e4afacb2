import { scaleAdvice, type ScaledClass } from './scale-advice';

const quiet: ScaledClass = { queue: 'data-1gb', ready: 0, readyBytes: 0, running: 1, oldestSeconds: 0, hosts: 2, expectedWaitSeconds: 0 };

test('more workers for what waits long or fits none', () => {
  const busy = { ...quiet, ready: 3, readyBytes: 3 * 1024 ** 3, oldestSeconds: 90 };
  expect(scaleAdvice([quiet, busy], 2, 1)).toEqual([
    { action: 'scaleOut', queue: 'data-1gb', reason: '3 ready, 3 GB in all; the wait is 90 s' },
  ]);
  expect(scaleAdvice([{ ...busy, hosts: 0, expectedWaitSeconds: null }], 2, 0)[0]).toMatchObject({ action: 'scaleOut' });
});

test('fewer where nothing waits and little runs, and else none', () => {
  expect(scaleAdvice([quiet], 2, 0.05)).toMatchObject([{ action: 'scaleIn', queue: null }]);
  expect(scaleAdvice([quiet], 1, 0)).toMatchObject([{ action: 'stay' }]);
  expect(scaleAdvice([{ ...quiet, ready: 1 }], 2, 0.05)).toMatchObject([{ action: 'stay' }]);
});
