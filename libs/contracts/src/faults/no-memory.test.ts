import { Fault } from './fault';
import { isForMemory, saysNoMemory } from './no-memory';

test.each([
  'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
  'ERR_MEMORY_ALLOCATION_FAILED Failed to allocate memory',
  'RangeError: Array buffer allocation failed',
  'memory allocation of 1048576 bytes failed',
  "terminate called after throwing an instance of 'std::bad_alloc'",
  'parquet: File out of specification: underlying IO error: Allocation error : not enough memory',
  "OS can't spawn worker thread: Resource temporarily unavailable (os error 11)",
  'called `Result::unwrap()` on an `Err` value: Os { code: 11, kind: WouldBlock }',
])('%s', (text) => expect(saysNoMemory(text)).toBe(true));

test('other ends are not for memory', () => {
  for (const text of ['', 'Segmentation fault', 'TypeError: x is not a function', 'parquet: File out of specification: bad magic'])
    expect(saysNoMemory(text)).toBe(false);
});

test('a file that looks damaged because there was no memory is not damaged', () => {
  const cause = new Error('parquet: File out of specification: underlying IO error: Allocation error : not enough memory');
  expect(isForMemory(new Fault('unreadable-parquet', 'The file cannot be read.', { cause }))).toBe(true);
  expect(isForMemory(new Fault('unreadable-parquet', 'The file cannot be read.', { cause: new Error('bad magic') }))).toBe(false);
  expect(isForMemory(Object.assign(new RangeError('no room'), { code: 'ERR_MEMORY_ALLOCATION_FAILED' }))).toBe(true);
  expect(isForMemory('out of memory')).toBe(false);
});

test('causes that go round end', () => {
  const error = new Error('odd');
  error.cause = error;
  expect(isForMemory(error)).toBe(false);
});
