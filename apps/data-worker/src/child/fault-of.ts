import { Fault } from '@millrace/contracts';

/** The last two: a thread of the table engine cannot get its stack. */
const memory =
  /ERR_MEMORY_ALLOCATION_FAILED|allocation failed|failed to allocate|out of memory|code: 11, kind: WouldBlock|can't spawn worker thread/i;

/** The first frames of a stack without its message, which may quote a cell. */
const placeInCode = (error: Error): string | undefined =>
  error.stack
    ?.split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 3)
    .map((line) => line.trim())
    .join(' ');

/** What a job threw, as a fault: a failed allocation is out of memory, anything else that is no Fault is a bug with its place. */
export const faultOf = (thrown: unknown): Fault => {
  if (thrown instanceof Fault) return thrown;
  if (!(thrown instanceof Error)) return Fault.wrap(thrown);
  const code = (thrown as NodeJS.ErrnoException).code ?? '';
  if (memory.test(`${code} ${thrown.message}`)) return new Fault('out-of-memory', 'The job could not allocate memory.', { cause: thrown });
  return new Fault('internal', 'The job threw an unexpected error.', {
    cause: thrown,
    evidence: { error: thrown.name, code, at: placeInCode(thrown) },
  });
};
