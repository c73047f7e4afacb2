import { expectedWaitMs, sayBytes, waitingReason } from './expected-wait';

const GB = 1024 ** 3;
const hosts = [
  { budgetBytes: 2 * GB, slots: 2 },
  { budgetBytes: 8 * GB, slots: 4 },
];

test('a wait is the work before it over the slots or the bytes of the hosts that it fits, whichever is scarcer', () => {
  expect(expectedWaitMs(GB, { jobs: 6, workMs: 60_000, byteMs: 0 }, hosts)).toBe(10_000);
  expect(expectedWaitMs(4 * GB, { jobs: 6, workMs: 60_000, byteMs: 0 }, hosts)).toBe(15_000);
  expect(expectedWaitMs(4 * GB, { jobs: 2, workMs: 40_000, byteMs: 40_000 * 8 * GB }, hosts)).toBe(40_000);
  expect(expectedWaitMs(9 * GB, { jobs: 0, workMs: 0, byteMs: 0 }, hosts)).toBeNull();
});

test.each([
  [6.1 * GB, 2, 160_000, hosts, 'needs 6.1 GB; 2 jobs ahead; about 40 s'],
  [0.5 * GB, 1, 6_000_000, hosts, 'needs 512 MB; 1 job ahead; about 17 min'],
  [GB, 0, 0, hosts, 'needs 1 GB; next in its queue; about 1 s'],
  [9 * GB, 0, 0, hosts, 'needs 9 GB; next in its queue; the largest worker offers 8 GB: waiting for a larger one'],
  [GB, 0, 0, [], 'needs 1 GB; next in its queue; no worker is up'],
])('%d bytes, %d ahead', (needBytes, jobs, workMs, offered, expected) => {
  expect(waitingReason(needBytes, { jobs, workMs, byteMs: 0 }, offered)).toBe(expected);
});

test('bytes as people say them', () => {
  expect([0, 1536 * 1024, GB, 1.26 * GB].map(sayBytes)).toEqual(['1 MB', '2 MB', '1 GB', '1.3 GB']);
});
