export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The part of jest's JSON result that is counted here. */
export interface JestResult {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly numRuntimeErrorTestSuites: number;
}

/** A file that could not run at all counts as one failed test. */
export const countTests = (result: JestResult): TestCounts => ({
  passed: result.numPassedTests,
  failed: result.numFailedTests + result.numRuntimeErrorTestSuites,
  skipped: result.numPendingTests + result.numTodoTests,
});

/** A run is good when something ran, nothing failed and nothing was left out. */
export const isClean = ({ passed, failed, skipped }: TestCounts): boolean => passed > 0 && failed === 0 && skipped === 0;
