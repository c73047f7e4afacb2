import { isOutOfMemory } from './is-out-of-memory';

it.each([
  'memory allocation of 4194304 bytes failed',
  'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
  'ERR_MEMORY_ALLOCATION_FAILED Failed to allocate memory',
  'RangeError: Array buffer allocation failed',
  'called `Result::unwrap()` on an `Err` value: Os { code: 11, kind: WouldBlock, message: "Resource temporarily unavailable" }',
  "OS can't spawn worker thread: Resource temporarily unavailable (os error 11)",
])('%s', (text) => expect(isOutOfMemory(text)).toBe(true));

it.each(['', 'The file has no bytes.', "Cannot read properties of undefined (reading 'close')"])('%j is something else', (text) => {
  expect(isOutOfMemory(text)).toBe(false);
});
