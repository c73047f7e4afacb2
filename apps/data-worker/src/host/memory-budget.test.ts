import { memoryBudget } from './memory-budget';

const MB = 1024 * 1024;
const GB = 1024 * MB;

test.each([
  ['nothing configured: a share of the machine', 0, { totalBytes: 10 * GB, limitBytes: null }, 7 * GB - 224 * MB],
  ['nothing configured, in a container', 0, { totalBytes: 64 * GB, limitBytes: 2 * GB }, 0.7 * 2 * GB - 224 * MB],
  ['a budget within the limit', 1 * GB, { totalBytes: 10 * GB, limitBytes: 4 * GB }, 800 * MB],
  ['a budget over the limit', 8 * GB, { totalBytes: 10 * GB, limitBytes: 4 * GB }, 4 * GB - 224 * MB],
  ['too little for anything', 100 * MB, { totalBytes: 10 * GB, limitBytes: null }, 0],
])('%s', (_, configured, machine, expected) => {
  expect(memoryBudget(configured, machine)).toBe(Math.floor(expected));
});
