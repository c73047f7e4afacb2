import { Fault } from '@millrace/contracts';

const codeOf = (error: unknown): unknown => (typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined);

export const isAbsent = (error: unknown): boolean => codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR';

export const isNotEmpty = (error: unknown): boolean => codeOf(error) === 'ENOTEMPTY' || codeOf(error) === 'EEXIST';

/** @throws Fault `storage-unavailable`, or the fault that it is given */
export const unavailable = (error: unknown): never => {
  if (error instanceof Fault) throw error;
  throw new Fault('storage-unavailable', `The folder of the object store cannot be used (${JSON.stringify(codeOf(error))}).`, {
    cause: error,
  });
};

/** @throws Fault `not-found` for what is not there, else `storage-unavailable` */
export const notFoundOr = (error: unknown): never => {
  if (isAbsent(error)) throw new Fault('not-found', 'The object is not in the store.', { cause: error });
  return unavailable(error);
};
