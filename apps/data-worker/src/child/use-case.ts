import type { Progress } from '@millrace/contracts';
import type { Prepared } from './prepare-working-copy';
import type { ChildResult, ChildTask } from './protocol';

/** What a kind of data job does with a working copy. */
export type UseCase = (
  task: ChildTask,
  prepared: Prepared,
  report: (progress: Progress) => void,
) => Promise<Pick<ChildResult, 'files' | 'summary' | 'findings' | 'metrics'>>;
