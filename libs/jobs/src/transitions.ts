import { Fault, type JobState } from '@millrace/contracts';

/** Everything that can happen to a job. */
export type JobEvent = 'unblock' | 'publish' | 'unpublish' | 'claim' | 'complete' | 'retry' | 'release' | 'expire' | 'fail' | 'cancel';

/** Where each event leads from each state; what is not here is refused. The database's conditional updates are held against this table. */
export const transitions: { readonly [S in JobState]: { readonly [E in JobEvent]?: JobState } } = {
  blocked: { unblock: 'pending', cancel: 'cancelled' },
  pending: { publish: 'queued', claim: 'running', cancel: 'cancelled' },
  queued: { unpublish: 'pending', claim: 'running', cancel: 'cancelled' },
  running: { complete: 'completed', retry: 'pending', release: 'pending', expire: 'pending', fail: 'failed', cancel: 'cancelled' },
  completed: {},
  failed: {},
  cancelled: {},
};

/** @throws Fault `conflict` for a transition that is not in the table. */
export const transition = (state: JobState, event: JobEvent): JobState => {
  const next = transitions[state][event];
  if (next === undefined) throw new Fault('conflict', `A job that is ${state} does not take "${event}".`);
  return next;
};
