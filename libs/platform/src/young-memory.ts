import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Bytes between two collections: each takes about a millisecond. */
const defaultEveryBytes = 4 * 1024 * 1024;

let collect: ((options: { readonly type: 'minor' }) => void) | null = null;

const collector = (): NonNullable<typeof collect> => {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as NonNullable<typeof collect>;
};

/**
 * Has what streams through a process collected while it is young. To V8 a buffer is a small object: it would let sixty megabytes of those
 * that were read and passed on lie about before it looks.
 */
export class YoungMemory {
  private bytes = 0;

  constructor(private readonly everyBytes = defaultEveryBytes) {}

  /** @param bytes that have gone through since the last call */
  passed(bytes: number): void {
    this.bytes += bytes;
    if (this.bytes < this.everyBytes) return;
    this.bytes = 0;
    (collect ??= collector())({ type: 'minor' });
  }
}
