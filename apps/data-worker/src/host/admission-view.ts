import type { Doorbell, QueueName } from '@millrace/contracts';
import type { RunningJob, WaitingJob } from '@millrace/jobs';

/** Until runs of its kind have been measured, a job is taken to work off its need at this rate. */
const guessedBytesPerMs = 20_000;

export const expectedMsOf = ({ expectedMs, needBytes }: Pick<Doorbell, 'expectedMs' | 'needBytes'>): number =>
  expectedMs ?? needBytes / guessedBytesPerMs;

/** The doorbells that wait as the scheduler sees them: named by their messages, which no two attempts share. */
export const waitingJobs = (
  fronts: ReadonlyMap<QueueName, readonly { readonly messageId: string; readonly doorbell: Doorbell }[]>,
): Map<QueueName, WaitingJob[]> =>
  new Map(
    [...fronts].map(([queue, bells]) => [
      queue,
      bells.map(({ messageId, doorbell }) => ({
        jobId: messageId,
        needBytes: doorbell.needBytes,
        expectedMs: expectedMsOf(doorbell),
        sinceMs: doorbell.sinceMs ?? 0,
      })),
    ]),
  );

export const runningJob = (doorbell: Doorbell, nowMs: number): RunningJob => ({
  needBytes: doorbell.needBytes,
  expectedEndMs: nowMs + expectedMsOf(doorbell),
});
