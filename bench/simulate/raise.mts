import type { Core, JobRow } from './world.mts';

const outOfMemory = { code: 'out-of-memory', kind: 'transient', title: '', detail: '', advice: '', stage: 'profile' } as const;

/** What a job needs after it has run out of memory; null where it has had all that there is. */
export const raisedBytes = (core: Core, { needBytes, raises }: JobRow, largestBytes: number): number | null => {
  const context = { failures: 0, maxFailures: 3, needBytes, attempt: raises + 1, budgetBytes: largestBytes, random: () => 0 };
  const decision = core.decideRetry(outOfMemory, context);
  return decision.then === 'retry' ? (decision.needBytes ?? null) : null;
};

/** Every class that a job may pass through as its need is raised. */
export const classesOf = (
  core: Core,
  { estimatedBytes, peakBytes }: Pick<JobRow, 'estimatedBytes' | 'peakBytes'>,
  largestBytes: number,
): string[] => {
  const passed: string[] = [];
  for (let bytes = estimatedBytes; ; bytes *= 1.6) {
    passed.push(core.needOf(bytes, 1, largestBytes).queue);
    if (bytes >= peakBytes) return passed;
  }
};
