import type { DataFrame } from 'nodejs-polars';
import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

type Collect = (options: { readonly type: 'minor' | 'major' }) => void;
let collect: Collect | null = null;

const collector = (): Collect => {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as Collect;
};

/**
 * Gives back the memory of frames and buffers that nobody holds any more. V8 sees them as small objects and would let hundreds of
 * megabytes of them lie; their memory goes in the turn of the event loop after they were found.
 * @param type `minor` finds what was made since the last time, in about a millisecond
 */
export const releaseMemory = async (type: 'minor' | 'major' = 'minor'): Promise<void> => {
  (collect ??= collector())({ type });
  await turn();
};

/** Less than this may lie: to look for it takes longer than it is worth. */
const leastBytes = 8 * 1024 * 1024;
/** How many times over what is made of a frame may lie beside it. */
const copies = 4;
/** What may lie since it was last looked for. */
const owed = { minor: 0, major: 0 };

/** Bytes of a frame; nodejs-polars has it, and does not declare it. */
export const frameBytes = (frame: DataFrame): number =>
  (frame as unknown as { readonly _df: { estimatedSize(): number } })._df.estimatedSize();

/**
 * As `releaseMemory`, once enough was made of frames such as one that was worked on: many small ones are let lie for a while.
 * @param bytes of that frame
 */
export const releaseAfter = async (bytes: number, type: 'minor' | 'major' = 'minor'): Promise<void> => {
  owed.minor += copies * bytes;
  owed.major += copies * bytes;
  if (owed[type] < leastBytes) return turn();
  owed.minor = 0;
  if (type === 'major') owed.major = 0;
  await releaseMemory(type);
};
