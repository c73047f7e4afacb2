import { countTests, isClean } from './jest-counts.mts';

const result = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, numRuntimeErrorTestSuites: 0 };

describe('countTests', () => {
  it('counts a file that could not run as a failure', () => {
    expect(countTests({ ...result, numRuntimeErrorTestSuites: 2 })).toEqual({ passed: 3, failed: 2, skipped: 0 });
  });

  it('counts pending and todo tests as skipped', () => {
    expect(countTests({ ...result, numPendingTests: 1, numTodoTests: 1 }).skipped).toBe(2);
  });
});

describe('isClean', () => {
  it.each([
    [{ passed: 3, failed: 0, skipped: 0 }, true],
    [{ passed: 3, failed: 1, skipped: 0 }, false],
    [{ passed: 3, failed: 0, skipped: 1 }, false],
    [{ passed: 0, failed: 0, skipped: 0 }, false],
  ])('%j is %s', (counts, expected) => {
    expect(isClean(counts)).toBe(expected);
  });
});
