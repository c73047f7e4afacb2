import type { ClassFront, WaitingJob } from './host-view';

/** The fronts of the class queues with the time since which this host has seen each head there: a new head starts anew. */
export const seenFronts = (
  before: ReadonlyMap<string, ClassFront>,
  waiting: ReadonlyMap<string, readonly WaitingJob[]>,
  nowMs: number,
): Map<string, ClassFront> => {
  const seen = new Map<string, ClassFront>();
  for (const [queue, [head, ...behind]] of waiting) {
    if (head === undefined) continue;
    const known = before.get(queue);
    seen.set(queue, { jobs: [head, ...behind], headSinceMs: known?.jobs[0].jobId === head.jobId ? known.headSinceMs : nowMs });
  }
  return seen;
};
