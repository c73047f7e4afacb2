const blockSize = 4096;

/**
 * Goes through the entries of a column in blocks: a short function that is called often is compiled once, a long loop in one that is called
 * once a column is compiled in the middle of it, again and again.
 */
export const inBlocks = (size: number, add: (from: number, to: number) => void): void => {
  for (let from = 0; from < size; from += blockSize) add(from, Math.min(size, from + blockSize));
};
