import { Fault } from '@millrace/contracts';

/** For a working copy that is not as it was written: it is made by the platform, so that no user has a part in it. */
export const damagedCopy = (what: string): Fault => new Fault('internal', `The working copy cannot be read: ${what}.`);
