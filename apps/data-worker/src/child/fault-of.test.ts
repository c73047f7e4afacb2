import { Fault } from '@millrace/contracts';
import { faultOf } from './fault-of';

test('a fault stays what it is', () => {
  const fault = new Fault('no-rows', 'Nothing below the header.');
  expect(faultOf(fault)).toBe(fault);
});

test('a failed allocation is out of memory', () => {
  const error = Object.assign(new RangeError('Failed to allocate memory'), { code: 'ERR_MEMORY_ALLOCATION_FAILED' });
  expect(faultOf(error).code).toBe('out-of-memory');
  expect(faultOf(new RangeError('Array buffer allocation failed')).code).toBe('out-of-memory');
  const cause = new Error('parquet: File out of specification: underlying IO error: Allocation error : not enough memory');
  expect(faultOf(cause).code).toBe('out-of-memory');
  expect(faultOf(new Fault('unreadable-parquet', 'The file cannot be read.', { cause })).code).toBe('out-of-memory');
  const threadless = new Error("OS can't spawn worker thread: Resource temporarily unavailable (os error 11)");
  expect(faultOf(threadless).code).toBe('out-of-memory');
});

test('anything else is a bug that tells where it happened and never quotes the message', () => {
  const failure = faultOf(new TypeError('cannot parse "Jane Doe"')).toFailure('profile');
  expect(failure).toMatchObject({ code: 'internal', stage: 'profile', evidence: { error: 'TypeError' } });
  expect(JSON.stringify(failure)).toContain('fault-of.test');
  expect(JSON.stringify(failure)).not.toContain('Jane');
  expect(faultOf('text').code).toBe('internal');
});
