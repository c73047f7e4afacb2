import type { ClassLoad } from '@millrace/database';
import { withoutOne, workOf } from './read-capacity';

const GB = 1024 ** 3;
const load = (queue: string, ready: number, readyMs: number): ClassLoad => ({
  queue,
  ready,
  readyBytes: ready * GB,
  readyMs,
  running: 0,
  runningBytes: 0,
  runningMs: 0,
  oldestSeconds: 0,
});

test('no job waits for itself, nor for those that no live host can hold', () => {
  const loads = [load('data-1gb', 2, 60_000), load('data-16gb', 5, 9_000_000)];
  const hosts = [{ budgetBytes: 4 * GB }];
  expect(workOf(loads, hosts)).toEqual({ jobs: 2, workMs: 60_000, byteMs: 60_000 * GB });
  expect(workOf(withoutOne(loads, 'data-1gb'), hosts)).toEqual({ jobs: 1, workMs: 30_000, byteMs: 30_000 * GB });
  expect(workOf(withoutOne([load('data-1gb', 1, 40_000)], 'data-1gb'), hosts)).toEqual({ jobs: 0, workMs: 0, byteMs: 0 });
  expect(withoutOne(loads, 'data-4gb')).toEqual(loads);
  expect(workOf(loads, [...hosts, { budgetBytes: 16 * GB }]).jobs).toBe(7);
  expect(workOf(loads, [])).toEqual({ jobs: 0, workMs: 0, byteMs: 0 });
});
