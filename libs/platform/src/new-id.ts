import { v7 } from 'uuid';

/** A UUID version 7: sorts by time of creation, so that an index on it grows at its end. */
export const newId = (): string => v7();
