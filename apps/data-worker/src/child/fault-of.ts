import { Fault, isForMemory } from '@millrace/contracts';

/** The first frames of a stack without its message, which may quote a cell. */
const placeInCode = (error: Error): string | undefined =>
  error.stack
    ?.split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 3)
    .map((line) => line.trim())
    .join(' ');

/** What a job threw, as a fault: a failed allocation is out of memory, whatever it was taken for; else what is no Fault is a bug with its place. */
export const faultOf = (thrown: unknown): Fault => {
  if (isForMemory(thrown)) return new Fault('out-of-memory', 'The job could not allocate memory.', { cause: thrown });
  if (thrown instanceof Fault) return thrown;
  if (!(thrown instanceof Error)) return Fault.wrap(thrown);
  const code = (thrown as NodeJS.ErrnoException).code ?? '';
  return new Fault('internal', 'The job threw an unexpected error.', {
    cause: thrown,
    evidence: { error: thrown.name, code, at: placeInCode(thrown) },
  });
};
