import { Fault } from '@millrace/contracts';

const safe = /^(?!.*(^|\/)\.{1,2}(\/|$))[\p{L}\p{N}._=() -]+(\/[\p{L}\p{N}._=() -]+)*$/u;

/** Refuses a key that could leave its store: keys are made by Millrace, so a bad one is a bug. */
export const assertKey = (key: string): void => {
  if (!safe.test(key) || key.length > 900) throw new Fault('internal', `The object key "${key.slice(0, 80)}" is not safe.`);
};
